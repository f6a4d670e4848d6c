package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every wrong request gets its own problem, and the next right one its answer. */
class RefusalTest {
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
                                            limits.put("items", 20);
                                            limits.put("tokens", 100);
                                            limits.put("jsonStringChars", 5000);
                                            limits.put("jsonTensorNumbers", 50);
                                            limits.put("files", 3);
                                            limits.put("fields", 3);
                                            limits.put("fieldBytes", 10_000);
                                            limits.put("fileBytes", 20_000);
                                            return limits;
                                        }));
    }

    @AfterAll
    static void close() {
        Answer answer = rig.http.json("/api/v1/embed", Bodies.question(1));
        assertEquals(200, answer.status(), "the server no longer serves");
        rig.close();
    }

    /** A wrong question: its body, the status and slug it gets, where it points, and a word of its message. */
    private record Wrong(String body, int status, String slug, String pointer, String word) {}

    private static Wrong form(String body, String pointer, String word) {
        return new Wrong(body, 400, "invalid-request", pointer, word);
    }

    private static String input(String input) {
        return "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1\"," + input + "]}";
    }

    static Stream<Wrong> wrongQuestions() {
        String deep = "[".repeat(65) + "]".repeat(65);
        return Stream.of(
                form("", null, "empty"),
                form("nonsense", null, "line 1, column"),
                form("{\"inputs\":[\"a\"", null, "ends"),
                form("{\"inputs\":[\"a\"]} x", null, "not JSON"),
                form("{\"inputs\":[\"a\"]} {}", null, "goes on"),
                form("{\"inputs\":[\"a\"],\"inputs\":[\"b\"]}", null, "twice"),
                form("{\"options\":{\"a\":1,\"a\":2}}", null, "twice"),
                form("{\"options\":{\"x\":" + deep + "}}", null, "deeper than 64"),
                form("{\"options\":{\"x\":" + "1".repeat(65) + "}}", null, "64 characters"),
                form("{\"inputs\":[{\"data\":NaN}]}", null, "not JSON"),
                form("[]", "", "an object is expected"),
                form("null", "", "an object is expected"),
                form("{}", "", "at least one"),
                form("{\"inputs\":[]}", "", "at least one"),
                form("{\"inputs\":{}}", "/inputs", "an array is expected"),
                form("{\"input\":[]}", "/input", "there are model"),
                form("{\"model\":7,\"inputs\":[\"a\"]}", "/model", "a string is expected"),
                form("{\"partial\":\"yes\",\"inputs\":[\"a\"]}", "/partial", "true or false"),
                form("{\"encoding\":\"hex\",\"inputs\":[\"a\"]}", "/encoding", "float or base64"),
                form("{\"options\":{\"dtype\":\"f8\"}}", "/options/dtype", "float16"),
                form("{\"options\":{\"truncate\":\"no\"}}", "/options/truncate", "error, end"),
                form("{\"modality\":\"No Such\",\"inputs\":[\"a\"]}", "/modality", "a-z"),
                form(input("7"), "/inputs/1", "an object is expected"),
                form(input("{}"), "/inputs/1", "needs one of"),
                form(input("{\"id\":\"a\"}"), "/inputs/1", "needs one of"),
                form(input("{\"text\":\"a\",\"data\":\"\"}"), "/inputs/1/data", "one form only"),
                form(input("{\"data\":\"!\"}"), "/inputs/1/data", "base64"),
                form(input("{\"datum\":1}"), "/inputs/1/datum", "there are text"),
                form(input("{\"part\":\"x\"}"), "/inputs/1/part", "no file part"),
                form(input("{\"uri\":\"file:///etc/passwd\"}"), "/inputs/1/uri", "data:"),
                form(input("{\"uri\":\"http://localhost/\"}"), "/inputs/1/uri", "data:"),
                form(input("{\"uri\":\"data:text/plain\"}"), "/inputs/1/uri", "comma"),
                form(input("{\"uri\":\"data:,%zz\"}"), "/inputs/1/uri", "percent"),
                form(input("{\"fuse\":[]}"), "/inputs/1/fuse", "at least one"),
                form(input("{\"fuse\":[{\"fuse\":[]}]}"), "/inputs/1/fuse/0/fuse", "again"),
                form(input("{\"series\":7}"), "/inputs/1/series", "an array or an object"),
                form(input("{\"tensor\":{}}"), "/inputs/1/tensor", "either data or base64"),
                form(
                        input("{\"tensor\":{\"data\":[1,\"a\"]}}"),
                        "/inputs/1/tensor/data/1",
                        "number"),
                form(input("{\"tensor\":{\"data\":[[1],[1,2]]}}"), null, "ragged"),
                form(input("{\"tensor\":{\"data\":[1,[2]]}}"), null, "side by side"),
                form(
                        input("{\"tensor\":{\"shape\":[3],\"data\":[1]}}"),
                        "/inputs/1/tensor",
                        "needs 3"),
                form(
                        input("{\"tensor\":{\"shape\":[-1],\"data\":[1]}}"),
                        "/inputs/1/tensor",
                        "negative"),
                form(
                        input("{\"tensor\":{\"shape\":[2,1],\"data\":[[1,2]]}}"),
                        "/inputs/1/tensor",
                        "nested as [1, 2]"),
                form(
                        input("{\"tensor\":{\"shape\":[70000,70000],\"base64\":\"\"}}"),
                        "/inputs/1/tensor",
                        "2^31"),
                form(
                        input("{\"tensor\":{\"data\":[" + "1,".repeat(50) + "1]}}"),
                        "/inputs/1/tensor/data/50",
                        "more than 50 numbers"),
                form(
                        "{\"inputs\":[" + "\"a\",".repeat(20) + "\"a\"]}",
                        "/inputs/20",
                        "more than 20 items"),
                form(
                        "{\"modality\":\"numbers\",\"options\":{\"pool\":1},\"inputs\":[\"#numbers 1\"]}",
                        null,
                        "pooling"),
                form(
                        input("{\"text\":\"#numbers 1\",\"options\":{\"scael\":2}}"),
                        "/inputs/1",
                        "scale"),
                form(
                        "{\"modality\":\"numbers\",\"inputs\":["
                                + "{\"tensor\":{\"data\":["
                                + "1,".repeat(40)
                                + "1]}},".repeat(1)
                                + "{\"tensor\":{\"data\":["
                                + "1,".repeat(40)
                                + "1]}},{\"tensor\":{\"data\":["
                                + "1,".repeat(40)
                                + "1]}}]}",
                        null,
                        "tokens"),
                new Wrong(
                        "{\"inputs\":[\"" + "x".repeat(5001) + "\"]}",
                        413,
                        "payload-too-large",
                        null,
                        "5000 characters"),
                new Wrong(
                        "{\"model\":\"bose\",\"modality\":\"numbers\",\"inputs\":[\"a\"]}",
                        404,
                        "model-not-found",
                        null,
                        "base"),
                new Wrong(
                        "{\"modality\":\"smell\",\"inputs\":[\"a\"]}",
                        404,
                        "modality-not-found",
                        "/inputs/0",
                        "smell"),
                new Wrong(
                        input("{\"data\":\"" + Bodies.base64() + "\"}"),
                        422,
                        "unprocessable-input",
                        "/inputs/1",
                        "no numbers"),
                new Wrong(
                        input("{\"data\":\"\"}"), 422, "unprocessable-input", "/inputs/1", "empty"),
                new Wrong(
                        input("{\"tensor\":{\"data\":[1e39]}}"),
                        422,
                        "unprocessable-input",
                        "/inputs/1",
                        "Infinity"),
                new Wrong(
                        input("{\"data\":\"AAAA\"}"),
                        415,
                        "unsupported-media-type",
                        "/inputs/1",
                        "#numbers"),
                new Wrong(
                        input("{\"data\":\"AAAA\",\"media_type\":\"image/png\"}"),
                        415,
                        "unsupported-media-type",
                        "/inputs/1",
                        "#numbers"),
                new Wrong(
                        input("{\"data\":\"iVBORw0KGgo=\",\"media_type\":\"image/jpeg\"}"),
                        415,
                        "unsupported-media-type",
                        "/inputs/1",
                        "it is PNG"));
    }

    @ParameterizedTest
    @MethodSource("wrongQuestions")
    void a_wrong_question_is_told_what_is_wrong_and_where(Wrong wrong) {
        byte[] body = wrong.body().getBytes(StandardCharsets.UTF_8);

        Answer answer = rig.http.post("/api/v1/embed", body, "Content-Type", Bodies.JSON);

        assertEquals(wrong.status(), answer.status(), answer.text());
        assertEquals(wrong.slug(), answer.problem());
        assertEquals("application/problem+json", answer.header("content-type"));
        assertTrue(answer.text().contains(wrong.word()), answer.text());
        if (wrong.pointer() != null) {
            JsonObject error = answer.json().getJsonArray("errors").getJsonObject(0);
            assertEquals(wrong.pointer(), error.getString("pointer"));
        }
    }

    @Test
    void a_body_that_is_not_utf_8_is_not_json() {
        byte[] latin1 = "{\"model\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf16 = Bodies.question(1).getBytes(StandardCharsets.UTF_16);

        for (byte[] body : List.of(latin1, utf16)) {
            Answer answer = rig.http.post("/api/v1/embed", body, "Content-Type", Bodies.JSON);

            assertEquals(400, answer.status(), answer.text());
            assertTrue(answer.text().contains("not JSON"), answer.text());
        }
    }

    @Test
    void items_tokens_strings_and_depth_may_reach_their_limits() {
        String items = "{\"modality\":\"numbers\",\"inputs\":[" + "\"#numbers 1\",".repeat(19);
        String text = "#numbers 1" + " ".repeat(5000 - "#numbers 1".length());
        String deep = "[".repeat(60) + "]".repeat(60);

        Answer answer = rig.http.json("/api/v1/embed", items + "\"" + text + "\"]}");
        Answer nested = rig.http.json("/api/v1/embed", "{\"options\":{\"x\":" + deep + "}}");

        assertEquals(200, answer.status(), answer.text());
        assertTrue(nested.text().contains("at least one element in inputs"), nested.text());
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, 404, not-found",
        "GET, /api, 404, not-found",
        "GET, /api/v1/nothing, 404, not-found",
        "POST, /api/v1/models, 405, method-not-allowed",
        "GET, /api/v1/embed, 405, method-not-allowed",
        "DELETE, /api/v1/models/base, 405, method-not-allowed",
        "GET, /api/v1/models/none, 404, model-not-found",
        "GET, /api/v1/heads/none, 404, head-not-found",
        "GET, /api/v1/modalities/none, 404, modality-not-found",
        "GET, /api/v1/plugins/none, 404, plugin-not-found",
        "POST, /api/v1/models/none/embed, 404, model-not-found",
        "POST, /api/v1/models/none/load, 404, model-not-found",
        "POST, /api/v1/plugins/none/disable, 404, plugin-not-found",
        "GET, /api/v1/models?limit=0, 400, invalid-request",
        "GET, /api/v1/models?limit=201, 400, invalid-request",
        "GET, /api/v1/models?cursor=%21, 400, invalid-request",
        "GET, /problems/none, 404, not-found"
    })
    void a_wrong_address_is_told_so(String method, String path, int status, String slug) {
        Answer answer =
                rig.http.send(
                        rig.http.request(path).method(method, HttpRequest.BodyPublishers.noBody()));

        assertEquals(status, answer.status(), answer.text());
        assertEquals(slug, answer.problem());
        if (status == 405) {
            assertFalse(answer.header("allow").isEmpty());
        }
    }

    @Test
    void each_surface_spells_errors_its_own_way() {
        Answer openAi = rig.http.get("/v1/nothing");
        Answer oip = rig.http.get("/v2/nothing");
        Answer unknown = rig.http.get("/v1x");

        assertEquals(404, openAi.status());
        assertEquals("application/json", openAi.header("content-type"));
        JsonObject error = openAi.json().getJsonObject("error");
        assertEquals("invalid_request_error", error.getString("type"));
        assertEquals("unknown_url", error.getString("code"));
        assertTrue(error.containsKey("param"));
        assertEquals("application/json", oip.header("content-type"));
        assertEquals(1, oip.json().size());
        assertTrue(oip.json().getString("error").contains("nothing at this address"));
        assertEquals("not-found", unknown.problem());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "modality=NO",
                "modality=numbers&modality=other",
                "modality=numbers&dtype=f8",
                "modality=numbers&encoding=hex",
                "modality=numbers&truncate=no",
                "modality=numbers&partial=1",
                "modality=numbers&pooling=best",
                "modality=numbers&nonsense=1",
                "modality=numbers&model=other"
            })
    void a_wrong_parameter_is_refused(String query) {
        Answer answer = rig.http.post("/api/v1/models/base/embed?" + query, Bodies.numbers(1));

        assertEquals(400, answer.status(), answer.text());
        assertEquals("invalid-request", answer.problem());
    }

    @Test
    void a_json_question_has_no_parameters_beside_it() {
        Answer answer = rig.http.json("/api/v1/embed?pooling=none", Bodies.question(1));

        assertEquals(400, answer.status());
        assertTrue(answer.text().contains("pooling"), answer.text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/x-www-form-urlencoded", "multipart/mixed; boundary=a"})
    void a_content_type_that_is_not_read_is_refused(String type) {
        Answer answer =
                rig.http.post(
                        "/api/v1/embed", Bodies.ascii(Bodies.question(1)), "Content-Type", type);

        assertEquals(415, answer.status());
        assertTrue(answer.text().contains("form-data"), answer.text());
    }

    @Test
    void what_cannot_be_accepted_is_refused_before_the_body_is_read() {
        Answer picture = rig.http.json("/api/v1/embed", "broken", "Accept", "image/png");
        Answer numbers =
                rig.http.json(
                        "/api/v1/predict",
                        "broken",
                        "Accept",
                        "application/octet-stream;q=0.5, text/html");
        Answer anything =
                rig.http.json("/api/v1/embed", Bodies.question(1), "Accept", "a/b, */*;q=0.1");

        assertEquals(406, picture.status());
        assertEquals("not-acceptable", picture.problem());
        assertTrue(picture.text().contains("application/x-npy"), picture.text());
        assertEquals(406, numbers.status());
        assertEquals(200, anything.status());
    }

    @Test
    void answers_of_several_shapes_only_fit_into_json() {
        String question =
                "{\"modality\":\"numbers\",\"options\":{\"pooling\":\"none\"},"
                        + "\"inputs\":[\"#numbers 1\",\"#numbers 1 2\"]}";

        Answer octets =
                rig.http.json("/api/v1/embed", question, "Accept", "application/octet-stream");
        Answer json = rig.http.json("/api/v1/embed", question);

        assertEquals(406, octets.status());
        assertEquals(200, json.status());
    }

    @Test
    void a_form_past_its_limits_is_refused() {
        var files = new Bodies.Form().field("modality", "numbers");
        var fields = new Bodies.Form().file("a", "a", Bodies.numbers(1));
        for (int i = 0; i < 3; i++) {
            files.file("f" + i, "f", Bodies.numbers(1));
        }
        byte[] most = files.end();
        byte[] tooManyFiles =
                new Bodies.Form()
                        .file("a", "a", Bodies.numbers(1))
                        .file("b", "b", Bodies.numbers(1))
                        .file("c", "c", Bodies.numbers(1))
                        .file("d", "d", Bodies.numbers(1))
                        .end();
        fields.field("a", "1").field("b", "1").field("c", "1").field("d", "1");

        assertEquals(200, form(most).status());
        for (byte[] form :
                List.of(
                        tooManyFiles,
                        fields.end(),
                        new Bodies.Form().field("modality", "x".repeat(10_001)).end(),
                        new Bodies.Form().file("a", "a", new byte[20_001]).end(),
                        new Bodies.Form().file("x".repeat(70_000), "a", new byte[1]).end())) {
            Answer answer = form(form);

            assertEquals(413, answer.status(), answer.text());
            assertEquals("payload-too-large", answer.problem());
        }
        byte[] largest = new Bodies.Form().file("a", "a", new byte[20_000]).end();
        assertEquals(415, form(largest).status());
    }

    private static Answer form(byte[] form) {
        return rig.http.post("/api/v1/embed", form, "Content-Type", Bodies.Form.TYPE);
    }

    @Test
    void a_broken_form_is_refused() {
        for (byte[] form :
                List.of(
                        new byte[0],
                        Bodies.ascii("nonsense"),
                        new Bodies.Form().end(),
                        new Bodies.Form().field("modality", "numbers").end(),
                        new Bodies.Form().file("a", "a", Bodies.numbers(1)).unfinished(),
                        new Bodies.Form().field("request", "{").end())) {
            Answer answer = form(form);

            assertEquals(400, answer.status(), answer.text());
            assertEquals("invalid-request", answer.problem());
        }
        Answer noBoundary =
                rig.http.post("/api/v1/embed", new byte[9], "Content-Type", "multipart/form-data");
        assertEquals(400, noBoundary.status());
    }

    @Test
    void an_empty_file_is_an_empty_input() {
        byte[] form =
                new Bodies.Form().file("a", "a", new byte[0]).field("modality", "numbers").end();

        Answer answer = form(form);

        assertEquals(422, answer.status(), answer.text());
        assertEquals("EMPTY_INPUT", answer.json().getString("code"));
    }

    @Test
    void a_fault_of_a_plugin_is_told_without_its_words() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"modality\":\"numbers\",\"options\":{\"explode\":true},"
                                + "\"inputs\":[\"#numbers 1\"]}");

        assertEquals(500, answer.status());
        assertEquals("plugin-error", answer.problem());
        assertEquals("false", answer.header("x-should-retry"));
        assertFalse(answer.text().contains("secret"), answer.text());
    }

    @Test
    void numbers_that_are_not_finite_never_leave() {
        Answer answer =
                rig.http.json(
                        "/api/v1/embed",
                        "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1e38 3e38\"]}");

        assertEquals(500, answer.status(), answer.text());
        assertEquals("non-finite-output", answer.problem());
        assertEquals("false", answer.header("x-should-retry"));
    }
}
