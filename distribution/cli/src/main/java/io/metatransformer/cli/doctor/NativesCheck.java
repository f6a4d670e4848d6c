package io.metatransformer.cli.doctor;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.graph.NativeLibrary;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.Loader;

/** TensorFlow's native code: which is on the class path, where it is unpacked, whether it loads. */
public final class NativesCheck implements Check {

    /** Where JavaCPP unpacks native libraries. */
    static final String CACHE = "org.bytedeco.javacpp.cachedir";

    private static final String JAR = "tensorflow-core-native-";
    private static final long UNPACKED_MIB = 700;

    @Override
    public List<Finding> run() {
        List<Finding> findings = new ArrayList<>();
        List<String> jars = nativeJars(System.getProperty("java.class.path", ""));
        String platform = Loader.getPlatform();
        findings.add(classifier(jars, platform));
        findings.add(cache(cacheFolder()));
        findings.add(loads());
        return findings;
    }

    /** The jars of TensorFlow's native code, by their classifiers: {@code linux-x86_64}, … */
    static List<String> nativeJars(String classPath) {
        return Arrays.stream(classPath.split(File.pathSeparator))
                .map(entry -> Path.of(entry).getFileName())
                .filter(name -> name != null && name.toString().startsWith(JAR))
                .map(name -> name.toString().replaceFirst("\\.jar$", ""))
                .map(name -> name.substring(JAR.length()).replaceFirst("^[^-]*-?", ""))
                .filter(classifier -> !classifier.isEmpty())
                .toList();
    }

    static Finding classifier(List<String> found, String platform) {
        List<String> fitting =
                found.stream().filter(each -> each.replace("-gpu", "").equals(platform)).toList();
        if (fitting.size() == 1) {
            return Finding.ok("natives", "TensorFlow for " + fitting.get(0));
        }
        String wanted = "tensorflow-core-native-1.1.0-" + platform + ".jar";
        return fitting.isEmpty()
                ? Finding.bad(
                        "natives",
                        "no TensorFlow for "
                                + platform
                                + (found.isEmpty() ? "" : " (only for " + found + ")")
                                + ": put "
                                + wanted
                                + " into lib/")
                : Finding.bad(
                        "natives",
                        "both " + String.join(" and ", fitting) + " are in lib/: keep one");
    }

    private static Path cacheFolder() {
        String set = System.getProperty(CACHE);
        return set != null
                ? Path.of(set)
                : Path.of(System.getProperty("user.home"), ".javacpp", "cache");
    }

    static Finding cache(Path folder) {
        try {
            Files.createDirectories(folder);
            Path probe = Files.createTempFile(folder, "probe", null);
            Files.delete(probe);
            long free = Files.getFileStore(folder).getUsableSpace() >> 20;
            boolean unpacked = Files.isDirectory(folder) && hasEntries(folder);
            if (!unpacked && free < UNPACKED_MIB) {
                return Finding.bad(
                        "native cache",
                        "native code unpacks to "
                                + UNPACKED_MIB
                                + " MiB and "
                                + free
                                + " MiB are free: set METATRANSFORMER_CACHE to another folder");
            }
            return Finding.ok("native cache", folder + (unpacked ? "" : " (empty: first start)"));
        } catch (IOException e) {
            return Finding.bad(
                    "native cache",
                    folder + " cannot be written: set METATRANSFORMER_CACHE to a folder that can");
        }
    }

    private static boolean hasEntries(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isPresent();
        }
    }

    private static Finding loads() {
        try {
            return Finding.ok(
                    "tensorflow",
                    "version "
                            + NativeLibrary.require()
                            + " loads, "
                            + NativeLibrary.threads()
                            + " compute thread(s)");
        } catch (MetaTransformerException e) {
            return Finding.bad("tensorflow", e.getMessage());
        }
    }
}
