package io.metatransformer.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A clone that has been built, as far as documents speak of it, for blocks of shell to be run in. */
final class Checkout {
    private static final long PATIENCE_MINUTES = 5;

    /** What curl would let pass is a failure here. */
    private static final String PRELUDE =
            "set -euo pipefail\ncurl() { command curl --silent --show-error --fail-with-body \"$@\"; }\n";

    private final Path folder;

    private Checkout(Path folder) {
        this.folder = folder;
    }

    static Checkout of(Path root, Path into) throws IOException {
        Path distribution = Files.createDirectories(into.resolve("distribution"));
        Files.copy(
                root.resolve("distribution/run"),
                distribution.resolve("run"),
                StandardCopyOption.COPY_ATTRIBUTES);
        for (String each : List.of("samples", "examples")) {
            Files.createSymbolicLink(
                    distribution.resolve(each), root.resolve("distribution").resolve(each));
        }
        Path target = Files.createDirectories(distribution.resolve("package/target"));
        Packaged.copy(target);
        Files.createFile(target.resolve("built")); // nothing is newer, so nothing is built
        return new Checkout(into);
    }

    Path folder() {
        return folder;
    }

    /** A process of its own, in which {@code java} is the one that runs this. */
    ProcessBuilder bash(String script) {
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", PRELUDE + script);
        builder.directory(folder.toFile());
        Path java = Path.of(System.getProperty("java.home"), "bin");
        builder.environment().merge("PATH", java.toString(), (path, bin) -> bin + ":" + path);
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        return builder;
    }

    Outcome run(String script) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        try {
            for (String end : List.of("out", "err")) {
                files.add(Files.createTempFile(end, null));
            }
            Process process =
                    bash(script)
                            .redirectInput(Path.of("/dev/null").toFile())
                            .redirectOutput(files.get(0).toFile())
                            .redirectError(files.get(1).toFile())
                            .start();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                Stream.concat(Stream.of(process.toHandle()), process.descendants())
                        .forEach(ProcessHandle::destroyForcibly);
                throw new AssertionError("still running: " + script);
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(files.get(0)),
                    Files.readString(files.get(1)));
        } finally {
            for (Path file : files) {
                Files.delete(file);
            }
        }
    }
}
