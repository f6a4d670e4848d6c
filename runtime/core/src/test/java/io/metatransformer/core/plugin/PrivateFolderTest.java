package io.metatransformer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrivateFolderTest {
    @TempDir Path root;

    /** Makes a folder, says where, and waits to be killed. */
    static final class Killed {
        public static void main(String[] args) throws Exception {
            Path folder = PrivateFolder.create(Path.of(args[0])).path();
            Files.writeString(folder.resolve("0-plugin.jar"), "left behind");
            System.out.write((folder + "\n").getBytes());
            System.out.flush();
            Thread.sleep(TimeUnit.MINUTES.toMillis(1));
        }
    }

    @Test
    void what_a_killed_process_left_goes_and_what_a_living_one_owns_stays() throws Exception {
        try (PrivateFolder own = PrivateFolder.create(root)) {
            Process other = start();
            Path left = Path.of(other.inputReader().readLine());

            PrivateFolder.sweep(root, Duration.ZERO);
            assertTrue(Files.exists(left), "its process lives");

            other.destroyForcibly().waitFor();
            PrivateFolder.sweep(root, Duration.ZERO);
            assertFalse(Files.exists(left), "its process is dead");
            assertTrue(Files.exists(own.path()), "this process lives");
        }
    }

    @Test
    void a_folder_that_is_being_made_and_one_of_somebody_else_stay() throws IOException {
        Path young = Files.createDirectory(root.resolve("metatransformer-plugin-1"));
        Files.createFile(young.resolve("owner"));
        Path foreign = Files.createDirectory(root.resolve("metatransformer-plugin-2"));
        Files.createFile(foreign.resolve("notes.txt"));

        PrivateFolder.sweep(root, Duration.ofMinutes(1));
        assertTrue(Files.exists(young));

        PrivateFolder.sweep(root, Duration.ZERO);
        assertFalse(Files.exists(young));
        assertTrue(Files.exists(foreign.resolve("notes.txt")));
    }

    @Test
    void closing_deletes_all_of_it() throws IOException {
        PrivateFolder folder = PrivateFolder.create(root);
        Files.createDirectories(folder.path().resolve("a/b"));

        folder.close();

        try (var rest = Files.list(root)) {
            assertEquals(List.of(), rest.toList());
        }
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        root.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
