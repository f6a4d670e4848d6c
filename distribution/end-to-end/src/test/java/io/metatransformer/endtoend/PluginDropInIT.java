package io.metatransformer.endtoend;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A stranger's plugin comes and goes while others are served. */
class PluginDropInIT {
    private static final int CLIENTS = 8;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte[] SOS = "... --- ...".getBytes(StandardCharsets.US_ASCII);

    @Test
    void a_jar_dropped_in_serves_and_taken_away_is_gone_and_nobody_notices(@TempDir Path tmp)
            throws Exception {
        Packaged packaged = Packaged.copy(tmp);
        Path jar = packaged.folder().resolve("plugins/morse.jar");
        try (Server server = Server.start(packaged, "--allow-random-weights");
                Clients clients = new Clients(server, packaged.sample("cat.png"))) {
            clients.awaitAnswers(2 * CLIENTS);
            assertEquals(404, morse(server));

            Files.copy(Path.of(System.getProperty("morse")), jar);
            long dropped = System.nanoTime();
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .until(() -> morse(server) == 200);
            long millis = (System.nanoTime() - dropped) / 1_000_000;
            assertTrue(isLoaded(server, "org.example.morse.MorseTokenizer"));
            clients.awaitAnswers(2 * CLIENTS);

            Files.delete(jar);
            await().atMost(PATIENCE).until(() -> morse(server) == 404);
            await().atMost(PATIENCE)
                    .until(() -> !isLoaded(server, "org.example.morse.MorseTokenizer"));
            clients.awaitAnswers(2 * CLIENTS);

            assertEquals(List.of(), clients.failures());
            assertTrue(millis <= 2_000, "served after " + millis + " ms");
        }
    }

    private static int morse(Server server) throws Exception {
        return server.post("/api/v1/models/default/embed?modality=morse", "text/x-morse", SOS)
                .statusCode();
    }

    /** Asks the JVM itself, after a collection. */
    private static boolean isLoaded(Server server, String className) throws Exception {
        jcmd(server, "GC.run");
        return jcmd(server, "GC.class_histogram").contains(className);
    }

    private static String jcmd(Server server, String command) throws Exception {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Process process =
                new ProcessBuilder(jcmd.toString(), Long.toString(server.jvm().pid()), command)
                        .redirectErrorStream(true)
                        .start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), out);
        return out;
    }

    /** Callers that send the same picture again and again until they are closed. */
    private static final class Clients implements AutoCloseable {
        private final AtomicBoolean closing = new AtomicBoolean();
        private final AtomicInteger answers = new AtomicInteger();
        private final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final List<Thread> threads = new ArrayList<>();

        Clients(Server server, Path picture) throws Exception {
            byte[] bytes = Files.readAllBytes(picture);
            for (int i = 0; i < CLIENTS; i++) {
                Thread thread = new Thread(() -> call(server, bytes));
                thread.start();
                threads.add(thread);
            }
        }

        private void call(Server server, byte[] picture) {
            while (!closing.get()) {
                try {
                    var answer =
                            server.post(
                                    "/api/v1/models/default/embed?modality=image",
                                    "image/png",
                                    picture);
                    if (answer.statusCode() != 200) {
                        failures.add(answer.statusCode() + " " + answer.body());
                    }
                    answers.incrementAndGet();
                } catch (Exception e) {
                    failures.add(e.toString());
                }
            }
        }

        void awaitAnswers(int more) {
            int until = answers.get() + more;
            await().atMost(PATIENCE).until(() -> answers.get() >= until || !failures.isEmpty());
        }

        List<String> failures() {
            return List.copyOf(failures);
        }

        @Override
        public void close() throws InterruptedException {
            closing.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }
}
