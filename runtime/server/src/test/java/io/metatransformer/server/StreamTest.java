package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Streams of lines: answered while they arrive, however long they are. */
class StreamTest {
    private static final String TYPE = "application/x-ndjson";
    private static final String DEFAULTS = "{\"defaults\":{\"modality\":\"numbers\"}}\n";

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
                                            limits.put("bodyBytes", 1 << 16);
                                            limits.put("idleTime", Duration.ofMillis(1500));
                                            return limits;
                                        }));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    @AfterEach
    void nothingIsLeft() {
        rig.encoder.open();
        Awaitility.await().until(() -> rig.memoryHeld() == 0);
        Awaitility.await().until(() -> rig.metrics().contains("mt_inflight 0.0"));
    }

    private static Answer send(String path, String body, String... headers) {
        String[] all = new String[headers.length + 2];
        all[0] = "Content-Type";
        all[1] = TYPE;
        System.arraycopy(headers, 0, all, 2, headers.length);
        return rig.http.post(path, body.getBytes(StandardCharsets.UTF_8), all);
    }

    private static List<JsonObject> lines(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
        assertEquals(TYPE, answer.header("content-type"));
        return answer.text().lines().map(JsonObject::new).toList();
    }

    /** So many lines, the first of the number 1. */
    private static String numbers(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> "{\"text\":\"#numbers " + i + "\",\"id\":\"n" + i + "\"}\n")
                .collect(Collectors.joining());
    }

    @ParameterizedTest
    @EnumSource
    void every_line_is_answered_and_the_last_one_says_that_it_is_the_last(Framing framing) {
        Answer answer =
                framing.post(
                        rig.http.port(),
                        "/api/v1/embed?order=input",
                        (DEFAULTS + numbers(3)).getBytes(StandardCharsets.UTF_8),
                        "Content-Type",
                        TYPE);

        List<JsonObject> lines = lines(answer);
        assertEquals(4, lines.size());
        for (int i = 0; i < 3; i++) {
            assertEquals(2 + i, lines.get(i).getInteger("line"));
            assertEquals("n" + (i + 1), lines.get(i).getString("id"));
            assertEquals("numbers", lines.get(i).getString("modality"));
            assertEquals(i + 1f, lines.get(i).getJsonArray("embedding").getFloat(0));
        }
        JsonObject last = lines.get(3);
        assertTrue(last.getBoolean("done"));
        assertEquals(0, last.getInteger("failed"));
        assertEquals(3, last.getJsonObject("usage").getInteger("items"));
        assertEquals("base", last.getString("model"));
        assertEquals(answer.header("x-request-id"), last.getString("request_id"));
        assertEquals(3, last.getJsonObject("provenance").getJsonArray("parts").size());
    }

    @Test
    void a_head_named_in_the_defaults_predicts_each_line() {
        List<JsonObject> lines =
                lines(
                        send(
                                "/api/v1/predict?order=input",
                                "{\"defaults\":{\"head\":\"channels\",\"modality\":\"numbers\",\"top_k\":1}}\n"
                                        + numbers(2)));

        assertEquals("classification", lines.get(0).getString("task"));
        assertEquals("d3", lines.get(1).getJsonArray("labels").getJsonObject(0).getString("label"));
    }

    @Test
    void an_answer_comes_before_the_request_has_ended() {
        try (RawConnection connection = new RawConnection(rig.http.port())) {
            connection.say(
                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                            + TYPE
                            + "\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n");
            connection.say(chunk(DEFAULTS + numbers(1)));

            String head = connection.hearHead();
            String first = connection.hearUntil("\n\r\n");
            connection.say(chunk("\"#numbers 9\"\n")).say("0\r\n\r\n");
            String rest = connection.hearAll();

            assertTrue(head.startsWith("HTTP/1.1 200"), head);
            assertTrue(first.contains("\"line\":2"), first);
            assertFalse(first.contains("done"), first);
            assertTrue(rest.contains("\"line\":3") && rest.contains("\"done\":true"), rest);
        }
    }

    private static String chunk(String text) {
        return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
    }

    @Test
    void a_line_that_cannot_be_read_is_told_and_the_stream_goes_on() {
        String body =
                DEFAULTS
                        + "{\"text\":\n"
                        + "\n"
                        + "{\"colour\":\"red\"}\n"
                        + "\"none\"\n"
                        + "{\"text\":\""
                        + "x".repeat(1 << 16)
                        + "\"}\n"
                        + "\"#numbers 1\"\n";

        List<JsonObject> lines = lines(send("/api/v1/embed?order=input", body));

        assertEquals(
                List.of(2, 4, 5, 6, 7),
                lines.subList(0, 5).stream().map(line -> line.getInteger("line")).toList());
        assertEquals(
                List.of(400, 400, 415, 413),
                lines.subList(0, 4).stream()
                        .map(line -> line.getJsonObject("error").getInteger("status"))
                        .toList());
        lines.subList(0, 4)
                .forEach(
                        line ->
                                assertEquals(
                                        List.of(),
                                        Contract.errors(
                                                "#/components/schemas/Problem",
                                                line.getJsonObject("error"))));
        assertTrue(lines.get(4).containsKey("embedding"));
        assertEquals(4, lines.get(5).getInteger("failed"));
        assertEquals(5, lines.get(5).getJsonObject("usage").getInteger("items"));
    }

    @Test
    void too_many_bad_lines_end_the_stream() {
        List<JsonObject> lines =
                lines(send("/api/v1/embed?max_errors=3", DEFAULTS + "nonsense\n".repeat(5000)));

        JsonObject last = lines.get(lines.size() - 1);
        assertTrue(last.getBoolean("aborted"));
        assertEquals(4, last.getInteger("failed"));
        assertEquals(422, last.getJsonObject("error").getInteger("status"));
        assertEquals(5, lines.size());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "/api/v1/embed?order=size    | \"#numbers 1\"                       | order is input",
                "/api/v1/embed?window=0      | \"#numbers 1\"                       | window is a number",
                "/api/v1/embed?pooling=mean  | \"#numbers 1\"                       | defaults",
                "/api/v1/embed               | {\"defaults\":{\"colour\":\"red\"}}  | no such member",
                "/api/v1/embed               | {\"defaults\":{\"inputs\":[\"a\"]}}  | lines of their own",
                "/api/v1/embed               | {\"defaults\":{\"head\":\"channels\"}} | not here",
                "/api/v1/embed               | {\"defaults\":{},\"text\":\"a\"}     | nothing else",
                "/api/v1/predict             | \"#numbers 1\"                       | needs a head",
            })
    void what_is_wrong_with_the_whole_stream_is_told_before_any_answer(
            String path, String body, String part) {
        Answer answer = send(path, body);

        assertEquals(400, answer.status(), answer.text());
        assertTrue(answer.text().contains(part), answer.text());
    }

    @Test
    void a_stream_is_not_compressed_and_answers_lines_only() {
        Answer compressed = send("/api/v1/embed", "x", "Content-Encoding", "gzip");
        Answer json = send("/api/v1/embed", "x", "Accept", "application/json");
        Answer elsewhere = send("/api/v1/models/base/embed", "x");

        assertEquals(415, compressed.status());
        assertEquals("identity", compressed.header("accept-encoding"));
        assertEquals(406, json.status());
        assertEquals(415, elsewhere.status());
    }

    @Test
    void a_stream_of_nothing_is_done_at_once() {
        JsonObject last = lines(send("/api/v1/embed", "\n \r\n")).get(0);

        assertTrue(last.getBoolean("done"));
        assertEquals(0, last.getJsonObject("usage").getInteger("items"));
    }

    @Test
    void no_more_lines_than_the_window_are_worked_on_and_reading_waits_for_the_rest()
            throws Exception {
        int count = 200;
        String body = DEFAULTS + numbers(count).replace("}", " ".repeat(10_000) + "}");
        int before = rig.encoder.reached.get();
        rig.encoder.shut();

        CompletableFuture<Answer> answer =
                CompletableFuture.supplyAsync(() -> send("/api/v1/embed?window=8", body));
        Awaitility.await().until(() -> rig.encoder.reached.get() > before);
        double held = rig.memoryHeld();
        int reached = rig.encoder.reached.get() - before;
        rig.encoder.open();

        assertTrue(reached <= 8, "reached: " + reached);
        assertTrue(
                held > 0 && held < body.length() / 4.0, "held: " + held + " of " + body.length());
        List<JsonObject> lines = lines(answer.get());
        assertEquals(count + 1, lines.size());
        assertEquals(count, lines.get(count).getJsonObject("usage").getInteger("items"));
    }

    /** More with {@code -Dstream.lines=1000000 -Dtest.heap=512m}. */
    @Test
    void a_stream_may_be_of_any_length() throws Exception {
        int count = Integer.getInteger("stream.lines", 5_000);
        HttpRequest request =
                rig.http
                        .request("/api/v1/embed")
                        .timeout(Duration.ofMinutes(20))
                        .header("Content-Type", TYPE)
                        .POST(BodyPublishers.ofInputStream(() -> new Repeated(count)))
                        .build();

        try (Stream<String> lines =
                HttpClient.newHttpClient().send(request, BodyHandlers.ofLines()).body()) {
            long embedded = lines.filter(line -> line.startsWith("{\"line\"")).count();

            assertEquals(count, embedded);
        }
    }

    /** The same line again and again, none of which is kept. */
    private static final class Repeated extends InputStream {
        private static final byte[] LINE =
                Bodies.ascii("{\"text\":\"#numbers 1\",\"modality\":\"numbers\"}\n");
        private final long length;
        private long at;

        Repeated(int lines) {
            length = (long) lines * LINE.length;
        }

        @Override
        public int read() {
            return at == length ? -1 : LINE[(int) (at++ % LINE.length)];
        }
    }

    @Test
    void who_hangs_up_has_nothing_done_any_more() {
        rig.encoder.shut();
        try (RawConnection connection = new RawConnection(rig.http.port())) {
            connection.say(
                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                            + TYPE
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.say(chunk(DEFAULTS + numbers(50)));
            Awaitility.await().until(() -> rig.metrics().contains("mt_inflight 1.0"));
        }

        Awaitility.await().until(() -> rig.metrics().contains("mt_inflight 0.0"));
        assertEquals(0, rig.memoryHeld());
    }

    @Test
    void who_falls_silent_is_told_so() {
        try (RawConnection connection = new RawConnection(rig.http.port())) {
            connection.say(
                    "POST /api/v1/embed HTTP/1.1\r\nHost: x\r\nContent-Type: "
                            + TYPE
                            + "\r\nTransfer-Encoding: chunked\r\n\r\n");
            connection.say(chunk(DEFAULTS + numbers(1)));

            String heard = connection.hearAll();

            assertTrue(heard.contains("\"line\":2"), heard);
            assertTrue(heard.contains("\"aborted\":true"), heard);
            assertTrue(heard.contains("request-timeout"), heard);
        }
    }
}
