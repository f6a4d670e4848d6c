package io.metatransformer.core.plugin;

import io.metatransformer.core.digest.Sha256;
import java.io.IOException;
import java.io.OutputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The jars of one plugin, copied where only this process writes: what lies in the plugins folder may be
 * overwritten at any time without hurting the classes that run.
 */
final class PrivateCopy implements AutoCloseable {
    static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

    private static final long MAX_JAR_BYTES = 2L << 30;

    private final PrivateFolder folder;
    private final List<Jar> jars = new ArrayList<>();

    /**
     * @param name of the original, without its folder
     * @param sha256 of the copy
     */
    record Jar(String name, Path copy, String sha256) {}

    private PrivateCopy(PrivateFolder folder) {
        this.folder = folder;
    }

    /** @param originals in the order in which classes are looked up */
    static PrivateCopy of(List<Path> originals) {
        PrivateCopy copy = new PrivateCopy(PrivateFolder.create(TEMPORARY));
        try {
            for (Path original : originals) {
                copy.add(original);
            }
            return copy;
        } catch (RuntimeException e) {
            copy.close();
            throw e;
        }
    }

    private void add(Path original) {
        String name = original.getFileName().toString();
        Path copy = folder.path().resolve(jars.size() + "-" + name);
        try (OutputStream out = Files.newOutputStream(copy)) {
            if (Files.size(original) > MAX_JAR_BYTES) {
                throw Refusal.insecure(name + " is larger than " + MAX_JAR_BYTES + " bytes");
            }
            jars.add(new Jar(name, copy, Sha256.copy(original, out)));
        } catch (IOException e) {
            throw Refusal.io(name + " cannot be read", e);
        }
    }

    List<Jar> jars() {
        return jars;
    }

    /** That of the only jar; of several, that of the list of theirs. */
    String sha256() {
        if (jars.size() == 1) {
            return jars.get(0).sha256();
        }
        StringBuilder lines = new StringBuilder();
        jars.forEach(
                jar -> lines.append(jar.sha256()).append("  ").append(jar.name()).append('\n'));
        return Sha256.of(lines.toString());
    }

    URL[] urls() {
        URL[] urls = new URL[jars.size()];
        for (int i = 0; i < urls.length; i++) {
            try {
                urls[i] = jars.get(i).copy().toUri().toURL();
            } catch (MalformedURLException e) {
                throw new AssertionError("a file has a URL", e);
            }
        }
        return urls;
    }

    @Override
    public void close() {
        folder.close();
    }
}
