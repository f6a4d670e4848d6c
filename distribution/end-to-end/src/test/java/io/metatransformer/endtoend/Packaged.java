package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The packaged folder, and how its command is run. */
final class Packaged {
    private static final long PATIENCE_MINUTES = 5;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();
    private final List<String> wrapper;

    private Packaged(Path folder, List<String> wrapper) {
        this.folder = folder;
        this.wrapper = wrapper;
    }

    /** As the build left it; nothing is to be written there. */
    static Packaged original() {
        Path folder = Path.of(System.getProperty("packaged")).toAbsolutePath().normalize();
        assertTrue(Files.isDirectory(folder), folder + " is not there: run mvn verify");
        return new Packaged(folder, List.of());
    }

    /** One of its own for a test that adds plugins and models; libraries are shared by a link. */
    static Packaged copy(Path into) throws IOException {
        Path original = original().folder;
        Path folder = Files.createDirectories(into.resolve("metatransformer"));
        Files.createSymbolicLink(folder.resolve("lib"), original.resolve("lib"));
        for (String each : List.of("bin", "plugins", "models", "samples")) {
            copyTree(original.resolve(each), folder.resolve(each));
        }
        return new Packaged(folder, List.of());
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path each : all.toList()) {
                Files.copy(
                        each,
                        to.resolve(from.relativize(each)),
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** The same folder, run with one more variable in its environment. */
    Packaged with(String variable, String value) {
        Packaged changed = new Packaged(folder, wrapper);
        changed.environment.putAll(environment);
        changed.environment.put(variable, value);
        return changed;
    }

    /** The same folder, its command run by another one, such as {@code unshare}. */
    Packaged under(String... command) {
        Packaged changed = new Packaged(folder, List.of(command));
        changed.environment.putAll(environment);
        return changed;
    }

    Path folder() {
        return folder;
    }

    Path sample(String name) {
        return folder.resolve("samples").resolve(name);
    }

    ProcessBuilder process(List<String> arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.add(folder.resolve("bin/metatransformer").toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs a verb to its end. */
    Outcome run(Object... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile("out", null);
        Path err = Files.createTempFile("err", null);
        try {
            Process process =
                    process(Stream.of(arguments).map(String::valueOf).toList())
                            .redirectInput(
                                    ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile())
                            .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(
                        "still running after "
                                + PATIENCE_MINUTES
                                + " minutes: "
                                + Files.readString(err));
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }
}
