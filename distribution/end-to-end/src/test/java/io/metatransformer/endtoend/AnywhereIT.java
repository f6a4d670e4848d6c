package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged folder needs little of its surroundings: no network, no home, no particular folder or JDK. */
class AnywhereIT {
    private final Packaged packaged = Packaged.original();

    @Test
    void without_any_network_a_picture_is_embedded() throws Exception {
        assumeTrue(canUnshareNetwork(), "namespaces are not permitted here");

        Outcome outcome =
                packaged.under("unshare", "--net", "--map-root-user")
                        .run("embed", packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.out().contains("[192]"), outcome.out());
    }

    private static boolean canUnshareNetwork() throws InterruptedException {
        try {
            Process probe =
                    new ProcessBuilder("unshare", "--net", "--map-root-user", "true").start();
            return probe.waitFor(10, TimeUnit.SECONDS) && probe.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void a_home_that_cannot_be_written_does_no_harm(@TempDir Path tmp) throws Exception {
        Outcome outcome =
                packaged.with("HOME", "/proc/nowhere")
                        .with("XDG_CACHE_HOME", "/proc/nowhere")
                        .with("TMPDIR", tmp.toString())
                        .run("embed", packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
    }

    @Test
    void a_link_to_the_command_finds_its_folder(@TempDir Path tmp) throws Exception {
        Path link = tmp.resolve("mt");
        Files.createSymbolicLink(link, packaged.folder().resolve("bin/metatransformer"));
        Process process =
                new ProcessBuilder(link.toString(), "models", "list")
                        .redirectErrorStream(true)
                        .start();

        String out = new String(process.getInputStream().readAllBytes());

        assertEquals(0, process.waitFor(), out);
        assertTrue(out.contains("default"), out);
    }

    @Test
    void a_java_that_is_too_old_is_told_what_is_needed(@TempDir Path tmp) throws Exception {
        Path java = Files.createDirectories(tmp.resolve("bin")).resolve("java");
        Files.writeString(java, "#!/bin/sh\necho never reached\n");
        assertTrue(java.toFile().setExecutable(true));
        Files.writeString(tmp.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");

        Outcome outcome = packaged.with("METATRANSFORMER_JAVA", java.toString()).run("doctor");

        assertEquals(5, outcome.exitCode(), outcome.toString());
        assertTrue(outcome.err().contains("17 or newer"), outcome.err());
    }

    @Test
    void it_runs_on_the_newest_jdk_that_is_here() throws Exception {
        Optional<Path> newer = newerJdk();
        assumeTrue(newer.isPresent(), "no JDK newer than 17 is here");

        Outcome outcome =
                packaged.with("METATRANSFORMER_JAVA", newer.get().toString())
                        .run("embed", packaged.sample("cat.png"));

        assertEquals(0, outcome.exitCode(), outcome.toString());
        assertFalse(outcome.err().contains("WARNING: A "), "the JVM warns: " + outcome.err());
    }

    private static Optional<Path> newerJdk() throws IOException {
        Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(
                            home -> home.getFileName().toString().matches(".*(2[1-9]|[3-9]\\d).*"))
                    .map(home -> home.resolve("bin/java"))
                    .filter(Files::isExecutable)
                    .max(Path::compareTo);
        }
    }
}
