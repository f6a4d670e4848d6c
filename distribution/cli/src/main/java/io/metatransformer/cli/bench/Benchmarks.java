package io.metatransformer.cli.bench;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Benchmarks that are installed: in a folder of JARs of their own, or beside the product's. */
public final class Benchmarks implements AutoCloseable {
    private final URLClassLoader loader;

    private Benchmarks(URLClassLoader loader) {
        this.loader = loader;
    }

    /** @param folder of JARs; it need not be there */
    public static Benchmarks in(Path folder) {
        List<URL> jars = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> all = Files.newDirectoryStream(folder, "*.jar")) {
                for (Path jar : all) {
                    jars.add(jar.toUri().toURL());
                }
            } catch (IOException e) {
                throw new MetaTransformerException(
                        ErrorCode.IO_ERROR, "the folder of benchmarks cannot be read", e);
            }
        }
        ClassLoader own = Benchmarks.class.getClassLoader();
        return new Benchmarks(new URLClassLoader(jars.toArray(URL[]::new), own));
    }

    /**
     * The one that is installed.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED} if none is
     */
    public FitBenchmark fit() {
        return ServiceLoader.load(FitBenchmark.class, loader)
                .findFirst()
                .orElseThrow(
                        () ->
                                new MetaTransformerException(
                                        ErrorCode.UNSUPPORTED,
                                        "no benchmarks are installed: run distribution/benchmarks/run of the"
                                                + " sources, which builds them and fetches their data, or name"
                                                + " their folder by --benchmarks"));
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "the folder of benchmarks cannot be closed", e);
        }
    }
}
