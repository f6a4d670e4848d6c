package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections and heads of requests: what is well formed, in time, and within its limits. */
class TransportTest {
    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig =
                Rig.open(
                        folder,
                        config ->
                                Rig.limited(
                                        config,
                                        limits -> {
                                            limits.put("headerTime", Duration.ofMillis(700));
                                            limits.put("idleTime", Duration.ofMillis(1500));
                                            limits.put("progressTime", Duration.ofMillis(400));
                                            limits.put("bodyBytes", 1 << 20);
                                            return limits;
                                        }));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static RawConnection connect() {
        return new RawConnection(rig.http.port());
    }

    /** The server's answer to something that is not worth routing. */
    private static String toSay(String text) {
        try (RawConnection connection = connect()) {
            return connection.say(text).hearAll();
        }
    }

    private static void assertProblem(String answer, int status, String slug) {
        assertTrue(answer.matches("(?s)HTTP/1.[01] " + status + ".*"), answer);
        assertTrue(answer.toLowerCase().contains("content-type: application/problem+json"), answer);
        assertTrue(answer.toLowerCase().contains("x-request-id: "), answer);
        assertTrue(answer.contains("/problems/" + slug), answer);
    }

    @Test
    void a_request_that_is_not_http_is_told_so_in_a_problem() {
        assertProblem(toSay("NONSENSE\r\n\r\n"), 400, "invalid-request");
        assertProblem(toSay("GET / HTTP/1.1\r\nConnection: close\r\n\r\n"), 400, "invalid-request");
    }

    @Test
    void an_address_with_broken_percent_encoding_is_refused() {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
        assertProblem(toSay("GET /api/v1/models/%zz" + end), 400, "invalid-request");
        assertProblem(toSay("GET /api/v1/models?limit=%zz" + end), 400, "invalid-request");
        assertProblem(toSay("GET /api/v1/../../etc/passwd" + end), 404, "not-found");
    }

    @Test
    void an_address_may_have_4096_bytes_and_no_more() {
        String query = "/api/v1?x=" + "y".repeat(4096 - "/api/v1?x=".length());

        Answer longest = rig.http.get(query);
        Answer tooLong = rig.http.get(query + "y");
        HttpCaller second = new HttpCaller(rig.http.port(), Version.HTTP_2);
        second.get("/api/v1");
        Answer tooLongInHttp2 = second.get(query + "y");

        assertEquals(200, longest.status(), longest.text());
        assertEquals(414, tooLong.status());
        assertEquals("uri-too-long", tooLong.problem());
        assertEquals(414, tooLongInHttp2.status());
        assertEquals("uri-too-long", tooLongInHttp2.problem());
        assertFalse(tooLong.header("x-request-id").isEmpty());
    }

    @Test
    void a_header_block_may_have_16_kib_and_no_more() {
        Answer large = rig.http.get("/api/v1", "X-Filler", "y".repeat(15_000));
        Answer tooLarge = rig.http.get("/api/v1", "X-Filler", "y".repeat(16_500));

        assertEquals(200, large.status());
        assertEquals(431, tooLarge.status());
        assertEquals("headers-too-large", tooLarge.problem());
    }

    @Test
    void a_header_block_of_http2_has_the_same_limit() {
        HttpCaller second = new HttpCaller(rig.http.port(), Version.HTTP_2);
        second.get("/api/v1");

        Answer large = second.get("/api/v1", "X-Filler", "y".repeat(15_000));
        Answer tooLarge = second.get("/api/v1", "X-Filler", "y".repeat(16_500));

        assertEquals(Version.HTTP_2, large.response().version());
        assertEquals(200, large.status());
        assertEquals(431, tooLarge.status());
        assertEquals("headers-too-large", tooLarge.problem());
    }

    /** Vert.x answers before any handler of ours is asked, so there is no problem document. */
    @Test
    void an_upgrade_that_says_nothing_of_how_is_refused_and_hurts_nobody() {
        String head = "GET /api/v1 HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n";
        String bare = toSay(head + "Connection: Upgrade\r\n\r\n");
        String broken =
                toSay(head + "Connection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: !!!\r\n\r\n");

        for (String answer : List.of(bare, broken)) {
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("connection: close"), answer);
        }
        assertEquals(200, rig.http.get("/api/v1").status());
    }

    @Test
    void a_connection_that_says_nothing_is_closed() {
        try (RawConnection connection = connect()) {
            assertEquals("", connection.hearAll());
        }
    }

    @Test
    void a_header_that_trickles_in_is_cut_off() throws Exception {
        try (RawConnection connection = connect()) {
            connection.say("GET /api/v1 HTTP/1.1\r\nHost: x\r\n");
            for (int i = 0; i < 4; i++) {
                connection.say("X: ");
                Thread.sleep(100);
            }

            assertEquals("", connection.hearAll());
        }
    }

    @Test
    void a_connection_stays_open_between_requests_and_is_closed_when_it_idles() {
        try (RawConnection connection = connect()) {
            connection.say("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").hearHead();
            String rest = connection.say("GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n").hearAll();

            assertTrue(rest.contains("HTTP/1.1 200"), rest);
        }
    }

    @Test
    void an_upgraded_connection_outlives_the_time_for_its_first_header() throws Exception {
        HttpCaller second = new HttpCaller(rig.http.port(), Version.HTTP_2);
        second.json("/api/v1/embed", Bodies.question(1));
        Thread.sleep(1_000);

        Answer answer = second.json("/api/v1/embed", Bodies.question(1));

        assertEquals(200, answer.status());
        assertEquals(Version.HTTP_2, answer.response().version());
    }

    @Test
    void a_body_that_stops_coming_ends_with_408() {
        String head =
                "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
        assertProblem(toSay(head + "Content-Length: 100\r\n\r\n{"), 408, "request-timeout");
        assertProblem(
                toSay(head + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n"),
                408,
                "request-timeout");
    }

    @Test
    void an_upload_that_stops_coming_leaves_no_file() {
        byte[] form = new Bodies.Form().file("a", "a", new byte[9000]).unfinished();
        try (RawConnection connection = connect()) {
            String answer =
                    connection
                            .say(
                                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                                            + Bodies.Form.TYPE
                                            + "\r\nContent-Length: 99999\r\n\r\n")
                            .say(form)
                            .hearAll();

            assertProblem(answer, 408, "request-timeout");
        }
        Awaitility.await().until(() -> rig.uploads().isEmpty());
    }

    @Test
    void aborted_uploads_leave_no_files() {
        byte[] form = new Bodies.Form().file("a", "a", new byte[20_000]).unfinished();
        String head =
                "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                        + Bodies.Form.TYPE
                        + "\r\nContent-Length: 99999\r\n\r\n";
        for (int i = 0; i < 1000; i++) {
            try (RawConnection connection = connect()) {
                connection.say(head).say(form);
            }
        }

        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .until(() -> rig.uploads().isEmpty() && rig.memoryHeld() == 0);
        assertTrue(rig.metrics().contains("mt_inflight 0.0"));
    }

    @Test
    void a_client_that_asks_first_is_told_to_go_on() {
        Answer answer =
                rig.http.send(
                        rig.http
                                .request("/api/v1/embed")
                                .header("Content-Type", Bodies.JSON)
                                .expectContinue(true)
                                .POST(BodyPublishers.ofString(Bodies.question(1))));

        assertEquals(200, answer.status(), answer.text());
    }

    @Test
    void a_client_that_asks_first_need_not_send_what_is_too_large() {
        try (RawConnection connection = connect()) {
            String answer =
                    connection
                            .say(
                                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Length:"
                                            + " 9999999\r\nExpect: 100-continue\r\n\r\n")
                            .hearAll();

            assertFalse(answer.contains("100 Continue"), answer);
            assertProblem(answer, 413, "payload-too-large");
        }
    }

    @Test
    void a_websocket_is_not_offered_and_says_so_in_a_problem() {
        String answer =
                toSay(
                        "GET /nowhere HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade:"
                                + " websocket\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                                + "Sec-WebSocket-Version: 13\r\n\r\n");

        assertProblem(answer, 404, "not-found");
    }
}
