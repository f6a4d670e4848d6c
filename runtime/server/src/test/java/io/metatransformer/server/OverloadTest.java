package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an encoder that stops at a gate, so that what waits can be looked at. */
class OverloadTest {
    private static final int CAPACITY = 4;
    private static final String EMBED = "/api/v1/embed";

    @TempDir Path folder;
    private Rig rig;

    @BeforeEach
    void open() {
        rig =
                Rig.open(
                        folder,
                        config ->
                                Rig.limited(
                                        config,
                                        limits -> {
                                            limits.put("requestsInFlight", 6);
                                            limits.put("bodyBytesInFlight", 2_000_000L);
                                            return limits;
                                        }),
                        new BatchSettings(CAPACITY, 1, 1, 0, Duration.ZERO, 1));
        assertEquals(200, rig.http.json(EMBED, Bodies.question(1)).status());
        rig.encoder.shut();
        rig.encoder.reached.set(0);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private CompletableFuture<Answer> ask() {
        return rig.http.jsonAsync(EMBED, Bodies.question(2), "Request-Timeout", "60");
    }

    /** One item in the encoder, the others behind it. */
    private void occupy(int items) {
        for (int i = 0; i < items; i++) {
            ask();
        }
        Awaitility.await().until(() -> metric("mt_inflight") == items);
        Awaitility.await().until(() -> rig.encoder.reached.get() == 1);
        Awaitility.await().until(() -> metric("mt_queue_items{model=\"base\"}") == items - 1);
    }

    private double metric(String name) {
        return rig.metrics()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst()
                .orElse(0);
    }

    @Test
    void a_full_queue_says_when_to_come_back() {
        occupy(CAPACITY);

        Answer answer = rig.http.json(EMBED, Bodies.question(1));

        assertEquals(429, answer.status(), answer.text());
        assertEquals("queue-full", answer.problem());
        assertEquals("QUEUE_FULL", answer.json().getString("code"));
        assertTrue(answer.json().getBoolean("retryable"));
        assertTrue(Long.parseLong(answer.header("retry-after")) >= 1);
        assertTrue(Long.parseLong(answer.header("retry-after-ms")) >= 1);
        assertTrue(metric("mt_queue_refused_total{reason=\"queue-full\"}") >= 1);
    }

    @Test
    void a_full_queue_is_told_before_the_body_is_read() {
        occupy(CAPACITY);

        try (RawConnection connection = new RawConnection(rig.http.port())) {
            String head =
                    connection
                            .say(
                                    "POST /api/v1/models/base/embed HTTP/1.1\r\nHost: x\r\n"
                                            + "Content-Length: 1000\r\n\r\n")
                            .hearHead();

            assertTrue(head.startsWith("HTTP/1.1 429"), head);
        }
    }

    @Test
    void the_server_works_on_so_many_requests_and_no_more() {
        var first = new RawConnection[6];
        for (int i = 0; i < first.length; i++) {
            first[i] = new RawConnection(rig.http.port());
            first[i].say("POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{");
        }
        Awaitility.await().until(() -> metric("mt_inflight") == 6);

        Answer answer = rig.http.json(EMBED, Bodies.question(1));
        for (RawConnection connection : first) {
            connection.close();
        }

        assertEquals(429, answer.status());
        assertEquals("queue-full", answer.problem());
        assertEquals(200, rig.http.get("/api/v1/limits").status());
        Awaitility.await().until(() -> metric("mt_inflight") == 0);
    }

    @Test
    void bodies_take_up_so_much_memory_and_no_more() {
        byte[] large = Bodies.padded(1_500_000);
        CompletableFuture<Answer> waits =
                CompletableFuture.supplyAsync(
                        () -> rig.http.post(EMBED, large, "Content-Type", Bodies.JSON));
        Awaitility.await().until(() -> rig.memoryHeld() == large.length);

        Answer answer = rig.http.post(EMBED, large, "Content-Type", Bodies.JSON);
        rig.encoder.open();

        assertEquals(429, answer.status());
        assertEquals(200, waits.join().status());
        Awaitility.await().until(() -> rig.memoryHeld() == 0);
    }

    @Test
    void the_urgent_go_first() throws Exception {
        occupy(2); // one in the encoder, one behind it
        List<String> answered = Collections.synchronizedList(new ArrayList<>());
        var canWait = rig.http.jsonAsync(EMBED, Bodies.question(3), "Priority", "u=7");
        canWait.thenRun(() -> answered.add("u=7"));
        var urgent = rig.http.jsonAsync(EMBED, Bodies.question(4), "Priority", "u=0");
        urgent.thenRun(() -> answered.add("u=0"));
        Awaitility.await().until(() -> metric("mt_queue_items{model=\"base\"}") == 3);

        rig.encoder.admit(2);
        assertEquals(200, urgent.get(10, TimeUnit.SECONDS).status());
        assertEquals(List.of("u=0"), answered);
        rig.encoder.open();

        assertEquals(200, canWait.get(10, TimeUnit.SECONDS).status());
    }

    @Test
    void an_answer_that_is_late_is_not_waited_for() {
        occupy(1);

        Answer seconds = rig.http.json(EMBED, Bodies.question(1), "Request-Timeout", "0.2");
        Answer millis = rig.http.json(EMBED, Bodies.question(1), "X-Request-Timeout-Ms", "200");

        for (Answer answer : new Answer[] {seconds, millis}) {
            assertEquals(504, answer.status(), answer.text());
            assertEquals("deadline-exceeded", answer.problem());
        }
        assertEquals(2, metric("mt_expired_total"));
        assertEquals(1, rig.encoder.reached.get());
    }

    @Test
    void an_item_that_is_in_the_encoder_is_not_waited_for_either() {
        Answer answer = rig.http.json(EMBED, Bodies.question(1), "Request-Timeout", "0.3");

        assertEquals(504, answer.status());
        assertEquals("deadline-exceeded", answer.problem());
    }

    @Test
    void a_time_that_cannot_be_meant_is_refused() {
        assertEquals(
                400, rig.http.json(EMBED, Bodies.question(1), "Request-Timeout", "soon").status());
        assertEquals(
                400, rig.http.json(EMBED, Bodies.question(1), "Request-Timeout", "301").status());
    }

    @Test
    void a_caller_that_hangs_up_takes_its_items_back() {
        occupy(1);
        String body = Bodies.question(3);
        try (RawConnection connection = new RawConnection(rig.http.port())) {
            connection.say(
                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                            + "Content-Length: "
                            + body.length()
                            + "\r\n\r\n"
                            + body);
            Awaitility.await().until(() -> metric("mt_queue_items{model=\"base\"}") == 1);
        }

        Awaitility.await().until(() -> metric("mt_cancelled_total") == 1);
        rig.encoder.open();
        Awaitility.await().until(() -> metric("mt_inflight") == 0);
        assertEquals(1, rig.encoder.reached.get());
    }

    @Test
    void a_stream_that_is_reset_takes_its_items_back_and_no_others() throws Exception {
        HttpClient client =
                rig.vertx.createHttpClient(
                        new HttpClientOptions()
                                .setProtocolVersion(HttpVersion.HTTP_2)
                                .setHttp2ClearTextUpgrade(false));
        HttpClientRequest stays = stream(client);
        HttpClientRequest leaves = stream(client);
        assertTrue(stays.connection() == leaves.connection());
        Awaitility.await().until(() -> metric("mt_queue_items{model=\"base\"}") == 1);

        leaves.reset(8);
        Awaitility.await().until(() -> metric("mt_cancelled_total") == 1);
        rig.encoder.open();

        assertEquals(200, stays.response().await(20, TimeUnit.SECONDS).statusCode());
        assertEquals(1, rig.encoder.reached.get());
        client.close().await(20, TimeUnit.SECONDS);
    }

    private HttpClientRequest stream(HttpClient client) throws Exception {
        int before = rig.encoder.reached.get();
        HttpClientRequest request =
                client.request(HttpMethod.POST, rig.http.port(), "127.0.0.1", EMBED)
                        .await(20, TimeUnit.SECONDS);
        request.putHeader("Content-Type", Bodies.JSON);
        request.end(Bodies.question(1)).await(20, TimeUnit.SECONDS);
        if (before == 0) {
            Awaitility.await().until(() -> rig.encoder.reached.get() == 1);
        }
        return request;
    }

    @Test
    void what_runs_is_finished_while_the_doors_refuse_what_is_new() throws Exception {
        CompletableFuture<Answer> running = ask();
        Awaitility.await().until(() -> rig.encoder.reached.get() == 1);
        HttpCaller second = new HttpCaller(rig.http.port(), Version.HTTP_2);
        assertEquals(200, second.get("/health/ready").status());

        var ended = rig.server.shutdown();
        Awaitility.await().until(() -> second.get("/health/ready").status() == 503);
        Answer refused = rig.http.json(EMBED, Bodies.question(1));
        assertEquals(200, rig.http.get("/health/live").status());
        assertFalse(ended.isComplete());
        rig.encoder.open();

        assertEquals(503, refused.status());
        assertEquals("draining", refused.problem());
        assertEquals("close", refused.header("connection"));
        assertFalse(refused.header("retry-after").isEmpty());
        assertEquals(200, running.get(20, TimeUnit.SECONDS).status());
        assertTrue(ended.await(20, TimeUnit.SECONDS));
        assertTrue(rig.server.ended().result());
    }

    @Test
    void an_operator_can_end_the_server_over_http() throws Exception {
        rig.encoder.open();
        HttpCaller operators = new HttpCaller(rig.server.managementPort().orElseThrow());

        assertEquals(202, operators.post("/api/v1/admin/shutdown", new byte[0]).status());

        assertTrue(rig.server.ended().await(20, TimeUnit.SECONDS));
    }
}
