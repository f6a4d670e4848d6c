package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbedTest {
    private static final byte[] NUMBERS = "#numbers 1 3".getBytes(StandardCharsets.US_ASCII);
    private static final String BASE64 = Base64.getEncoder().encodeToString(NUMBERS);

    @TempDir static Path folder;
    private static Rig rig;

    @BeforeAll
    static void open() {
        rig = Rig.open(folder);
    }

    @AfterAll
    static void close() {
        rig.close();
    }

    private static JsonObject first(Answer answer) {
        assertEquals(200, answer.status(), answer.text());
        return answer.json().getJsonArray("data").getJsonObject(0);
    }

    @Test
    void a_fused_item_says_which_tokens_came_from_which_input() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"model\":\"base\",\"modality\":\"numbers\",\"inputs\":"
                                + "[{\"fuse\":[\"#numbers 1 2\",\"#numbers 3\"]}]}");

        JsonArray segments = first(answer).getJsonArray("segments");
        assertEquals(2, segments.size());
        assertEquals(0, segments.getJsonObject(0).getInteger("start"));
        assertEquals(2, segments.getJsonObject(0).getInteger("length"));
        assertEquals(2, segments.getJsonObject(1).getInteger("start"));
        assertEquals(
                new JsonObject().put("type", "series").put("count", 1),
                segments.getJsonObject(1).getJsonObject("layout"));
    }

    @Test
    void json_is_answered_with_a_vector_and_all_about_it() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"model\":\"base\",\"modality\":\"numbers\",\"inputs\":[{\"data\":\""
                                + BASE64
                                + "\",\"id\":\"a\"}]}",
                        "X-Request-Id",
                        "mine");

        JsonObject item = first(answer);
        assertEquals(new JsonArray("[2.0,4.0,6.0,8.0]"), item.getJsonArray("embedding"));
        assertEquals(new JsonArray("[4]"), item.getJsonArray("shape"));
        assertEquals("a", item.getString("id"));
        assertEquals("numbers", item.getString("modality"));
        assertEquals(2, item.getInteger("tokens"));
        assertFalse(item.getBoolean("truncated"));
        assertEquals("mine", answer.json().getString("request_id"));
        assertEquals("mine", answer.header("x-request-id"));
        assertEquals("base", answer.json().getString("model"));
        assertEquals(2, answer.json().getJsonObject("usage").getInteger("tokens"));
        JsonObject provenance = answer.json().getJsonObject("provenance");
        assertEquals(64, provenance.getString("encoder_sha256").length());
        assertFalse(provenance.getBoolean("random_weights"));
        assertTrue(provenance.getJsonArray("parts").toString().contains("\"imported\":1"));
    }

    private static final List<Double> MEAN = List.of(2.0, 4.0, 6.0, 8.0);

    private static List<?> vector(Answer answer) {
        return first(answer).getJsonArray("embedding").getList();
    }

    private static ByteBuffer floats(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void raw_bytes_are_answered_as_json_is() {
        Answer typed =
                rig.http.post(
                        "/api/v1/models/base/embed?modality=numbers",
                        NUMBERS,
                        "Content-Type",
                        "text/x-numbers",
                        "Content-Disposition",
                        "attachment; filename=\"../../etc/x.txt\"");
        Answer untyped = rig.http.post("/api/v1/models/base/embed?modality=numbers", NUMBERS);
        Answer recognised =
                rig.http.post("/api/v1/models/base/embed", NUMBERS, "Content-Type", "text/plain");

        assertEquals(MEAN, vector(typed));
        assertEquals(MEAN, vector(untyped));
        assertEquals("numbers", first(recognised).getString("modality"));
    }

    @Test
    void a_form_of_files_is_one_item_each_in_order() {
        byte[] form =
                new Bodies.Form()
                        .file("x", "one", Bodies.numbers(1))
                        .field("model", "base")
                        .file("x", "three", Bodies.numbers(3))
                        .end();

        Answer answer = rig.http.post("/api/v1/embed", form, "Content-Type", Bodies.Form.TYPE);

        assertEquals(List.of(1.0, 2.0, 3.0, 4.0), vector(answer));
        assertEquals(
                List.of(3.0, 6.0, 9.0, 12.0),
                answer.json()
                        .getJsonArray("data")
                        .getJsonObject(1)
                        .getJsonArray("embedding")
                        .getList());
    }

    @Test
    void a_form_with_a_request_refers_to_its_files_by_name() {
        String request = "{\"inputs\":[{\"part\":\"b\",\"modality\":\"other\"},{\"part\":\"a\"}]}";
        byte[] asField =
                new Bodies.Form()
                        .file("a", "a", Bodies.numbers(1))
                        .field("request", request)
                        .file("b", "b", Bodies.numbers(1))
                        .end();
        byte[] asFile =
                new Bodies.Form()
                        .file("request", "request.json", Bodies.ascii(request))
                        .file("a", "a", Bodies.numbers(1))
                        .file("b", "b", Bodies.numbers(1))
                        .end();

        for (byte[] form : List.of(asField, asFile)) {
            Answer answer = rig.http.post("/api/v1/embed", form, "Content-Type", Bodies.Form.TYPE);

            assertEquals(List.of(4.0, 3.0, 2.0, 1.0), vector(answer));
            assertEquals("other", first(answer).getString("modality"));
            assertEquals(2, answer.json().getJsonArray("data").size());
        }
    }

    @Test
    void modalities_mix_in_one_request_and_the_default_may_stand_last() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        """
                        {"inputs":[{"data":"%s"},{"modality":"other","data":"%s"}],"modality":"numbers"}
                        """
                                .formatted(BASE64, BASE64));

        assertEquals(MEAN, vector(answer));
        JsonObject other = answer.json().getJsonArray("data").getJsonObject(1);
        assertEquals(List.of(8.0, 6.0, 4.0, 2.0), other.getJsonArray("embedding").getList());
        assertTrue(rig.metrics().contains("modality=\"mixed\""));
    }

    @Test
    void several_inputs_are_fused_into_one_item() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        """
                        {"inputs":[{"fuse":[{"modality":"numbers","data":"%s"},
                                            {"modality":"other","data":"%s"}]}]}
                        """
                                .formatted(BASE64, BASE64));

        assertEquals(List.of(5.0, 5.0, 5.0, 5.0), vector(answer));
        assertEquals("numbers+other", first(answer).getString("modality"));
        assertEquals(4, first(answer).getInteger("tokens"));
    }

    @Test
    void an_input_comes_in_many_forms() {
        String numbers = "#numbers 1 3";
        String urlSafe = Base64.getUrlEncoder().withoutPadding().encodeToString(NUMBERS);
        String tensor =
                Base64.getEncoder()
                        .encodeToString(floats(new byte[8]).putFloat(1).putFloat(3).array());
        for (String input :
                List.of(
                        "{\"text\":\"" + numbers + "\"}",
                        "\"" + numbers + "\"",
                        "{\"data\":\"" + urlSafe + "\"}",
                        "{\"uri\":\"data:text/x-numbers;base64," + BASE64 + "\"}",
                        "{\"uri\":\"data:,%23numbers%201%203\"}",
                        "{\"tensor\":{\"shape\":[2],\"dtype\":\"float32\",\"data\":[1,3.0]}}",
                        "{\"tensor\":{\"data\":[1e0,3]}}",
                        "{\"tensor\":{\"shape\":[2],\"base64\":\"" + tensor + "\"}}")) {
            Answer answer =
                    rig.http.json(
                            "/api/v1/embed",
                            "{\"modality\":\"numbers\",\"inputs\":[" + input + "]}");

            assertEquals(MEAN, vector(answer), input);
        }
    }

    @Test
    void options_of_head_and_tokenizer_count_for_one_request() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        """
                        {"modality":"numbers","options":{"pooling":"none"},
                         "inputs":[{"data":"%s","options":{"scale":10}}]}
                        """
                                .formatted(BASE64));

        assertEquals("[2,4]", first(answer).getJsonArray("shape").encode());
        assertEquals(
                "[[10.0,20.0,30.0,40.0],[30.0,60.0,90.0,120.0]]",
                first(answer).getJsonArray("embedding").encode());
    }

    @Test
    void vectors_come_as_octets_and_as_numpy_for_those_who_accept_them() {
        String body = Bodies.question(1, 3);

        Answer octets = rig.http.json("/api/v1/embed", body, "Accept", "application/octet-stream");
        Answer npy = rig.http.json("/api/v1/embed", body, "Accept", "application/x-npy");

        assertEquals("1,4", octets.header("mt-shape"));
        assertEquals("float32", octets.header("mt-dtype"));
        assertEquals(6f, floats(octets.response().body()).getFloat(8));
        byte[] file = npy.response().body();
        int header = 10 + floats(file).getShort(8);
        assertEquals(0, header % 64);
        assertTrue(
                npy.text()
                        .contains("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 4,), }"));
        assertEquals(8f, floats(file).getFloat(header + 12));
        assertEquals(header + 16, file.length);
    }

    @Test
    void lines_of_json_come_one_per_item_and_end_with_a_last_one() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1\",\"#numbers 2\"]}",
                        "Accept",
                        "application/x-ndjson");

        List<String> lines = answer.text().lines().toList();
        assertEquals(3, lines.size());
        assertEquals(0, new JsonObject(lines.get(0)).getInteger("index"));
        assertEquals(1, new JsonObject(lines.get(1)).getInteger("index"));
        assertTrue(new JsonObject(lines.get(2)).getBoolean("done"));
        assertEquals(2, new JsonObject(lines.get(2)).getJsonObject("usage").getInteger("items"));
    }

    @Test
    void numbers_can_be_smaller_or_travel_as_base64() {
        String question = "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1 -3\"],%s}";

        JsonObject base64 =
                first(
                        rig.http.json(
                                "/api/v1/embed", question.formatted("\"encoding\":\"base64\"")));
        JsonObject half =
                first(
                        rig.http.json(
                                "/api/v1/embed",
                                question.formatted("\"options\":{\"dtype\":\"float16\"}")));
        JsonObject bytes =
                first(
                        rig.http.json(
                                "/api/v1/embed",
                                question.formatted("\"options\":{\"dtype\":\"int8\"}")));
        JsonObject bits =
                first(
                        rig.http.json(
                                "/api/v1/embed",
                                question.formatted("\"options\":{\"dtype\":\"binary\"}")));

        assertEquals(-1f, floats(base64.getBinary("embedding")).getFloat(0));
        assertEquals("[-1.0,-2.0,-3.0,-4.0]", half.getJsonArray("embedding").encode());
        assertEquals("[-32,-64,-95,-127]", bytes.getJsonArray("embedding").encode());
        assertEquals(4.0 / 127, bytes.getDouble("scale"), 1e-7);
        assertEquals("[0]", bits.getJsonArray("embedding").encode());
    }

    @Test
    void long_answers_are_compressed_for_those_who_accept_that() throws Exception {
        String question =
                "{\"modality\":\"numbers\",\"inputs\":["
                        + "\"#numbers 1\",".repeat(60)
                        + "\"#numbers 1\"]}";

        Answer plain = rig.http.json("/api/v1/embed", question);
        Answer gzip = rig.http.json("/api/v1/embed", question, "Accept-Encoding", "gzip");

        assertEquals("", plain.header("content-encoding"));
        assertEquals("gzip", gzip.header("content-encoding"));
        assertTrue(gzip.response().body().length < plain.response().body().length / 4);
        try (var in = new GZIPInputStream(new ByteArrayInputStream(gzip.response().body()))) {
            JsonObject json = new JsonObject(Buffer.buffer(in.readAllBytes()));
            assertEquals(plain.json().getJsonArray("data"), json.getJsonArray("data"));
        }
    }

    @Test
    void with_partial_the_good_items_are_answered_and_the_bad_ones_explained() {
        String inputs = "\"inputs\":[\"#numbers 1\",\"#numbers x\",\"#numbers 2\"]";

        Answer whole = rig.http.json("/api/v1/embed", "{\"modality\":\"numbers\"," + inputs + "}");
        Answer partial =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"partial\":true,\"modality\":\"numbers\"," + inputs + "}");

        assertEquals(422, whole.status());
        assertEquals("unprocessable-input", whole.problem());
        JsonObject error = whole.json().getJsonArray("errors").getJsonObject(0);
        assertEquals("/inputs/1", error.getString("pointer"));
        assertEquals(1, error.getInteger("index"));
        assertEquals("MALFORMED", error.getString("code"));
        assertEquals(200, partial.status());
        assertEquals(1, partial.json().getInteger("failed"));
        JsonArray data = partial.json().getJsonArray("data");
        assertEquals("[2.0,4.0,6.0,8.0]", data.getJsonObject(2).getJsonArray("embedding").encode());
        assertEquals(
                "/problems/unprocessable-input",
                data.getJsonObject(1).getJsonObject("error").getString("type"));
    }

    @Test
    void partial_does_not_help_if_no_item_is_good() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"partial\":true,\"modality\":\"numbers\",\"inputs\":[\"x\",\"y\"]}");

        assertEquals(415, answer.status(), answer.text());
        assertEquals(2, answer.json().getJsonArray("errors").size());
    }

    @Test
    void eight_callers_at_once_get_each_their_own() {
        List<CompletableFuture<Answer>> answers =
                IntStream.range(0, 200)
                        .mapToObj(i -> rig.http.jsonAsync("/api/v1/embed", Bodies.question(i % 8)))
                        .toList();

        for (int i = 0; i < answers.size(); i++) {
            assertEquals((double) (i % 8), vector(answers.get(i).join()).get(0));
        }
    }
}
