package io.metatransformer.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** A service manager asks a server to end. */
class ShutdownIT {

    @Test
    void what_was_taken_in_is_answered_before_the_process_ends() throws Exception {
        Packaged packaged = Packaged.original();
        byte[] picture = Files.readAllBytes(packaged.sample("cat.png"));
        ExecutorService callers = Executors.newFixedThreadPool(16);
        try (Server server = Server.start(packaged, "--allow-random-weights", "--grace", "1")) {
            List<Future<HttpResponse<String>>> answers = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                answers.add(
                        callers.submit(
                                () ->
                                        server.post(
                                                "/api/v1/models/default/embed?modality=image",
                                                "image/png",
                                                picture)));
            }
            answers.get(0).get();

            int exitCode = server.terminate();

            assertEquals(0, exitCode, server.log());
            int answered = 0;
            for (Future<HttpResponse<String>> answer : answers) {
                int status = answer.get().statusCode();
                assertTrue(status == 200 || status == 503, "status " + status);
                answered += status == 200 ? 1 : 0;
            }
            assertTrue(answered >= 16, answered + " of those taken in were answered");
        } finally {
            callers.shutdownNow();
        }
    }
}
