package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import java.net.http.HttpClient.Version;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for a body, however it travels. */
class FramingTest {
    private static final int LIMIT = 1 << 20;

    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder, config -> Rig.limited(config, LimitsWith.set("bodyBytes", LIMIT)));
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static Answer post(Framing framing, byte[] body, String... more) {
        String[] headers = new String[more.length + 2];
        System.arraycopy(more, 0, headers, 0, more.length);
        headers[more.length] = "X-Request-Id";
        headers[more.length + 1] = framing.name();
        return framing.post(rig.http.port(), "/api/v1/embed", body, headers);
    }

    private static void assertProblem(Answer answer, int status, String slug, Framing framing) {
        assertEquals(status, answer.status(), answer.text());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertEquals(slug, answer.problem());
        assertEquals(framing.name(), answer.header("x-request-id"));
        assertEquals("/requests/" + framing.name(), answer.json().getString("instance"));
    }

    @ParameterizedTest
    @EnumSource
    void a_body_of_exactly_the_limit_is_read(Framing framing) {
        Answer answer = post(framing, Bodies.padded(LIMIT), "Content-Type", Bodies.JSON);

        assertEquals(200, answer.status(), answer.text());
        boolean second = framing == Framing.HTTP2 || framing == Framing.UPGRADE;
        assertEquals(second ? Version.HTTP_2 : Version.HTTP_1_1, answer.response().version());
    }

    @ParameterizedTest
    @EnumSource
    void one_byte_more_is_too_large(Framing framing) {
        Answer answer = post(framing, Bodies.padded(LIMIT + 1), "Content-Type", Bodies.JSON);

        assertProblem(answer, 413, "payload-too-large", framing);
    }

    @ParameterizedTest
    @EnumSource
    void a_body_far_past_the_limit_still_gets_its_answer(Framing framing) {
        Answer answer = post(framing, Bodies.padded(16 * LIMIT), "Content-Type", Bodies.JSON);

        assertProblem(answer, 413, "payload-too-large", framing);
    }

    @ParameterizedTest
    @EnumSource
    void compressed_bodies_are_read(Framing framing) {
        byte[] plain = Bodies.ascii(Bodies.question(1, 3));

        Answer gzip =
                post(
                        framing,
                        Bodies.gzip(plain),
                        "Content-Type",
                        Bodies.JSON,
                        "Content-Encoding",
                        "gzip");
        Answer deflate =
                post(
                        framing,
                        Bodies.deflate(plain),
                        "Content-Type",
                        Bodies.JSON,
                        "Content-Encoding",
                        "deflate");

        assertEquals(200, gzip.status(), gzip.text());
        assertEquals(200, deflate.status(), deflate.text());
        assertEquals(gzip.json().getJsonArray("data"), deflate.json().getJsonArray("data"));
    }

    @ParameterizedTest
    @EnumSource
    void what_counts_is_the_size_after_decompression(Framing framing) {
        byte[] bomb = Bodies.gzip(new byte[64 * LIMIT]);
        assertTrue(bomb.length < LIMIT / 4);

        Answer answer =
                post(framing, bomb, "Content-Type", Bodies.JSON, "Content-Encoding", "gzip");

        assertProblem(answer, 413, "payload-too-large", framing);
        Awaitility.await().until(() -> rig.memoryHeld() == 0);
    }

    @ParameterizedTest
    @EnumSource
    void damaged_compressed_data_is_the_callers_mistake(Framing framing) {
        byte[] cut = Bodies.gzip(Bodies.padded(LIMIT / 2));
        cut[cut.length / 2] ^= 0x55;

        Answer answer = post(framing, cut, "Content-Type", Bodies.JSON, "Content-Encoding", "gzip");

        assertProblem(answer, 400, "invalid-request", framing);
    }

    @ParameterizedTest
    @EnumSource
    void an_encoding_that_is_not_read_is_answered_with_those_that_are(Framing framing) {
        Answer answer = post(framing, new byte[9], "Content-Encoding", "br");

        assertProblem(answer, 415, "unsupported-media-type", framing);
        assertEquals("gzip, deflate", answer.header("accept-encoding"));
    }

    @ParameterizedTest
    @EnumSource
    void a_form_is_read(Framing framing) {
        byte[] form =
                new Bodies.Form()
                        .file("a", "a.txt", Bodies.numbers(1))
                        .field("modality", "numbers")
                        .file("b", "b.txt", Bodies.numbers(3))
                        .end();

        Answer answer = post(framing, form, "Content-Type", Bodies.Form.TYPE);

        assertEquals(200, answer.status(), answer.text());
        assertEquals(2, answer.json().getJsonArray("data").size());
        Awaitility.await().until(() -> rig.uploads().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void a_form_past_the_limit_leaves_nothing_behind(Framing framing) {
        byte[] form = new Bodies.Form().file("a", "a", new byte[LIMIT]).end();

        Answer answer = post(framing, form, "Content-Type", Bodies.Form.TYPE);

        assertProblem(answer, 413, "payload-too-large", framing);
        Awaitility.await().until(() -> rig.uploads().isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void a_compressed_form_is_read_too(Framing framing) {
        byte[] form =
                new Bodies.Form()
                        .file("a", "a", Bodies.numbers(2))
                        .field("modality", "numbers")
                        .end();

        Answer answer =
                post(
                        framing,
                        Bodies.gzip(form),
                        "Content-Type",
                        Bodies.Form.TYPE,
                        "Content-Encoding",
                        "gzip");

        assertEquals(200, answer.status(), answer.text());
        assertEquals(
                List.of(2.0, 4.0, 6.0, 8.0),
                answer.json()
                        .getJsonArray("data")
                        .getJsonObject(0)
                        .getJsonArray("embedding")
                        .getList());
    }
}
