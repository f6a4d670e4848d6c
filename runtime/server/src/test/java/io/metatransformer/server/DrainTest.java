package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.json.JsonObject;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainTest {
    @TempDir Path folder;

    @Test
    void work_that_outlasts_the_drain_is_cut_and_that_is_told() throws Exception {
        try (Rig rig =
                Rig.open(
                        folder,
                        config ->
                                config.withDrain(
                                        new ServerConfig.Drain(
                                                Duration.ZERO, Duration.ofMillis(200))))) {
            rig.encoder.shut();
            CompletableFuture<Answer> running =
                    rig.http.jsonAsync("/api/v1/embed", Bodies.question(1));
            Awaitility.await().until(() -> rig.encoder.reached.get() == 1);

            assertFalse(rig.server.shutdown().await(20, TimeUnit.SECONDS));

            Awaitility.await().until(running::isDone);
        }
    }

    @Test
    void the_doors_stay_open_for_the_grace_period() throws Exception {
        Duration grace = Duration.ofMillis(500);
        try (Rig rig =
                Rig.open(
                        folder,
                        config ->
                                config.withDrain(
                                        new ServerConfig.Drain(grace, Duration.ofSeconds(5))))) {
            var ended = rig.server.shutdown();

            assertEquals(503, rig.http.get("/health/ready").status());
            assertFalse(ended.isComplete());
            assertTrue(ended.await(20, TimeUnit.SECONDS));
            int port = rig.http.port();
            assertThrows(ConnectException.class, () -> new Socket("127.0.0.1", port).close());
        }
    }

    @Test
    void no_request_that_was_let_in_is_lost() throws Exception {
        try (Rig rig = Rig.open(folder)) {
            List<CompletableFuture<Answer>> answers =
                    IntStream.range(0, 100)
                            .mapToObj(i -> rig.http.jsonAsync("/api/v1/embed", Bodies.question(i)))
                            .toList();
            Awaitility.await().until(() -> rig.encoder.reached.get() > 0);

            boolean drained = rig.server.shutdown().await(20, TimeUnit.SECONDS);

            assertTrue(drained);
            int answered = 0;
            for (CompletableFuture<Answer> each : answers) {
                // A connection that was still being made may be refused; one that was let in may
                // not.
                Answer answer = each.exceptionally(gone -> null).get(20, TimeUnit.SECONDS);
                if (answer != null) {
                    assertTrue(List.of(200, 503).contains(answer.status()), answer.text());
                    answered += answer.status() == 200 ? 1 : 0;
                }
            }
            assertTrue(answered >= rig.encoder.reached.get(), answered + " answered");
        }
    }

    @Test
    void a_server_is_ready_when_its_models_are() {
        try (Rig rig = Rig.open(folder, config -> config.withPreload(List.of("base")))) {
            Awaitility.await().until(() -> rig.http.get("/health/ready").status() == 200);
            assertEquals(200, rig.http.get("/health/started").status());

            rig.runtime.unload("base");
            Answer ready = rig.http.get("/health/ready");

            assertEquals(503, ready.status());
            assertEquals("application/json", ready.header("content-type"));
            assertEquals("DOWN", ready.json().getString("status"));
            JsonObject models = ready.json().getJsonArray("checks").getJsonObject(0);
            assertEquals("UNLOADED", models.getJsonObject("data").getString("base"));
            assertEquals(200, rig.http.get("/health/started").status());
            assertEquals(200, rig.http.get("/health/live").status());
        }
    }

    @Test
    void a_server_that_waits_for_a_model_that_is_not_there_is_not_ready() {
        try (Rig rig = Rig.open(folder, config -> config.withPreload(List.of("absent")))) {
            Answer ready = rig.http.get("/health/ready");

            assertEquals(503, ready.status());
            assertTrue(ready.text().contains("\"absent\":\"ABSENT\""), ready.text());
            assertEquals(503, rig.http.get("/health/started").status());
        }
    }
}
