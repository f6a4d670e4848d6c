package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CatalogueTest {
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

    private static JsonObject get(String path) {
        Answer answer = rig.http.get(path);
        assertEquals(200, answer.status(), answer.text());
        assertEquals("application/json", answer.header("content-type"));
        return answer.json();
    }

    private static List<String> ids(JsonObject list) {
        return list.getJsonArray("items").stream()
                .map(item -> ((JsonObject) item).getString("id"))
                .toList();
    }

    @Test
    void the_root_leads_everywhere() {
        JsonObject links = get("/api/v1").getJsonObject("links");

        assertEquals("/api/v1/models", links.getString("models"));
        assertEquals("/api/v1/embed", links.getString("embed"));
    }

    @Test
    void every_limit_is_told() {
        JsonObject limits = get("/api/v1/limits");

        assertEquals(Limits.class.getRecordComponents().length, limits.size());
        assertEquals(67_108_864, limits.getInteger("body_bytes"));
        assertEquals(30_000, limits.getInteger("answer_ms"));
    }

    @Test
    void a_model_shows_its_shape_and_where_its_weights_come_from() {
        JsonObject model = get("/api/v1/models/base");

        assertEquals(List.of("base"), ids(get("/api/v1/models")));
        assertEquals(4, model.getJsonObject("encoder").getInteger("dim"));
        assertEquals(1, model.getJsonObject("weights").getInteger("imported"));
        assertEquals(64, model.getString("encoder_sha256").length());
        assertEquals(2, model.getJsonArray("parts").size());
        assertFalse(model.encode().contains(folder.toString()), model.encode());
    }

    @Test
    void a_model_tells_its_version() {
        JsonObject version =
                get("/api/v1/models/base/versions").getJsonArray("items").getJsonObject(0);

        assertEquals("1", version.getString("version"));
        assertEquals(
                get("/api/v1/models/base").getString("encoder_sha256"),
                version.getString("encoder_sha256"));
        assertEquals("model-not-found", rig.http.get("/api/v1/models/none/versions").problem());
    }

    @Test
    void a_model_tells_what_it_has_done() {
        JsonObject before = get("/api/v1/models/base/stats");

        rig.http.json("/api/v1/embed", Bodies.question(1, 2, 3));
        rig.http.json("/api/v1/embed", Bodies.question(1));

        JsonObject after = get("/api/v1/models/base/stats");
        assertEquals(2, encoded(after) - encoded(before));
        assertEquals(4, after.getInteger("tokens") - before.getInteger("tokens"));
        assertEquals(0, after.getJsonObject("items").getInteger("waiting"));
        assertTrue(after.getJsonObject("batches").getDouble("mean_items") >= 1);
        assertEquals(before.getString("since"), after.getString("since"));
        assertEquals("model-not-found", rig.http.get("/api/v1/models/none/stats").problem());
    }

    private static int encoded(JsonObject statistics) {
        return statistics.getJsonObject("items").getInteger("encoded");
    }

    @Test
    void a_modality_shows_what_it_reads_and_its_options_as_a_schema() {
        JsonObject modality = get("/api/v1/modalities/numbers");

        assertEquals(List.of("numbers", "other"), ids(get("/api/v1/modalities")));
        assertEquals(new JsonArray("[\"text/x-numbers\"]"), modality.getJsonArray("media_types"));
        JsonObject tokens =
                modality.getJsonObject("options")
                        .getJsonObject("properties")
                        .getJsonObject("max_tokens");
        assertEquals("integer", tokens.getString("type"));
        assertEquals(64, tokens.getInteger("default"));
        assertEquals(4096, tokens.getInteger("maximum"));
        assertEquals("base", modality.getJsonArray("models").getJsonObject(0).getString("model"));
    }

    @Test
    void heads_and_plugins_are_listed() {
        assertEquals(List.of("channels", "embedding"), ids(get("/api/v1/heads")));
        assertEquals(
                List.of("mean", "none"),
                get("/api/v1/heads/embedding")
                        .getJsonObject("options")
                        .getJsonObject("properties")
                        .getJsonObject("pooling")
                        .getJsonArray("enum")
                        .getList());
        String plugin = ids(get("/api/v1/plugins")).get(0);
        assertEquals("enabled", get("/api/v1/plugins/" + plugin).getString("state"));
    }

    @Test
    void long_lists_come_page_by_page() {
        JsonObject first = get("/api/v1/heads?limit=1");
        JsonObject second = get("/api/v1/heads?limit=1&cursor=" + first.getString("next_cursor"));

        assertEquals(List.of("channels"), ids(first));
        assertEquals(List.of("embedding"), ids(second));
        assertEquals(null, second.getString("next_cursor"));
    }

    @Test
    void nobody_reads_twice_what_has_not_changed() {
        Answer first = rig.http.get("/api/v1/heads");
        Answer second = rig.http.get("/api/v1/heads", "If-None-Match", first.header("etag"));
        Answer other = rig.http.get("/api/v1/heads", "If-None-Match", "\"other\"");

        assertEquals(304, second.status());
        assertEquals(0, second.response().body().length);
        assertEquals(first.header("etag"), second.header("etag"));
        assertEquals(200, other.status());
    }

    @Test
    void a_head_request_gets_all_but_the_body() {
        Answer answer =
                rig.http.send(
                        rig.http
                                .request("/api/v1/limits")
                                .method("HEAD", HttpRequest.BodyPublishers.noBody()));

        assertEquals(200, answer.status());
        assertEquals(0, answer.response().body().length);
        assertFalse(answer.header("etag").isEmpty());
    }

    @ParameterizedTest
    @EnumSource
    void every_problem_has_a_page(ProblemType type) {
        JsonObject page = get("/problems/" + type.slug());

        assertEquals(type.status(), page.getInteger("status"));
        assertEquals(type.remedy(), page.getString("remedy"));
    }

    @Test
    void a_model_is_unloaded_loaded_and_warmed_up_on_demand() {
        assertEquals(
                "unloaded",
                rig.http
                        .post("/api/v1/models/base/unload?wait=true", new byte[0])
                        .json()
                        .getString("state"));
        Answer loaded = rig.http.post("/api/v1/models/base/load?wait=true", new byte[0]);
        assertEquals(200, loaded.status());
        assertEquals("ready", loaded.json().getString("state"));
        rig.http.post("/api/v1/models/base/unload", new byte[0]);

        Answer begun = rig.http.post("/api/v1/models/base/warmup", new byte[0]);

        assertEquals(202, begun.status());
        Awaitility.await()
                .until(() -> get("/api/v1/models/base").getString("state").equals("ready"));
        assertEquals(
                400, rig.http.post("/api/v1/models/base/load?wait=maybe", new byte[0]).status());
    }

    @Test
    void a_plugin_of_the_class_path_cannot_be_switched_off() {
        String plugin = ids(get("/api/v1/plugins")).get(0);

        Answer answer = rig.http.post("/api/v1/plugins/" + plugin + "/disable", new byte[0]);

        assertEquals(409, answer.status(), answer.text());
        assertEquals("conflict", answer.problem());
        assertEquals("false", answer.header("x-should-retry"));
    }

    @Test
    void a_head_predicts_from_json_and_from_bytes() {
        Answer json =
                rig.http.json(
                        "/api/v1/predict",
                        "{\"head\":\"channels\",\"modality\":\"numbers\",\"inputs\":[\"#numbers 1\"],"
                                + "\"top_k\":1}");
        Answer raw =
                rig.http.post(
                        "/api/v1/heads/channels/predict?modality=numbers&top_k=1",
                        Bodies.numbers(1));

        for (Answer answer : List.of(json, raw)) {
            assertEquals(200, answer.status(), answer.text());
            JsonObject item = answer.json().getJsonArray("data").getJsonObject(0);
            assertEquals("classification", item.getString("task"));
            assertEquals(
                    "[{\"label\":\"d3\",\"index\":3,\"score\":0.4}]",
                    item.getJsonArray("labels").encode());
            assertEquals("channels", answer.json().getString("head"));
        }
    }

    @Test
    void a_prediction_needs_a_head_that_exists_and_an_embedding_none() {
        String question = "{\"modality\":\"numbers\",\"inputs\":[\"#numbers 1\"],%s}";

        Answer none = rig.http.json("/api/v1/predict", question.formatted("\"partial\":false"));
        Answer unknown =
                rig.http.json("/api/v1/predict", question.formatted("\"head\":\"chanels\""));
        Answer misplaced =
                rig.http.json("/api/v1/embed", question.formatted("\"head\":\"channels\""));

        assertEquals(400, none.status());
        assertEquals("head-not-found", unknown.problem());
        assertTrue(unknown.text().contains("channels"), unknown.text());
        assertEquals(400, misplaced.status());
    }

    @Test
    void tokens_are_told_with_their_positions() {
        String question =
                """
                {"inputs":[{"text":"#numbers 1"},
                           {"text":"#numbers 1 2","options":{"position":0.5}}]%s}
                """;
        Answer all = rig.http.json("/api/v1/modalities/numbers/tokenize", question.formatted(""));
        Answer packed =
                rig.http.json(
                        "/api/v1/modalities/numbers/tokenize",
                        question.formatted(",\"encoding\":\"base64\""));
        Answer summary =
                rig.http.json(
                        "/api/v1/modalities/numbers/tokenize?summary=true", question.formatted(""));

        JsonObject plain = all.json().getJsonArray("data").getJsonObject(0);
        JsonObject positioned = all.json().getJsonArray("data").getJsonObject(1);
        assertFalse(plain.getBoolean("positioned"));
        assertFalse(plain.containsKey("positions"));
        assertTrue(positioned.getBoolean("positioned"));
        assertEquals(
                "[[0.5,0.5,0.5,0.5],[0.5,0.5,0.5,0.5]]",
                positioned.getJsonArray("positions").encode());
        assertEquals(
                "AAAAPwAAAD8AAAA/AAAAPwAAAD8AAAA/AAAAPwAAAD8=",
                packed.json().getJsonArray("data").getJsonObject(1).getString("positions"));
        JsonObject counted = summary.json().getJsonArray("data").getJsonObject(1);
        assertTrue(counted.getBoolean("positioned"));
        assertFalse(counted.containsKey("positions"));
    }

    @Test
    void tokens_can_be_looked_at() {
        Answer all =
                rig.http.json(
                        "/api/v1/modalities/numbers/tokenize",
                        "{\"inputs\":[{\"text\":\"#numbers 1 2\"}]}");
        Answer summary =
                rig.http.post(
                        "/api/v1/modalities/numbers/tokenize?summary=true&model=base",
                        Bodies.numbers(1, 2));
        Answer optionOfAHead =
                rig.http.post(
                        "/api/v1/modalities/numbers/tokenize?pooling=mean", Bodies.numbers(1));

        assertEquals(200, summary.status(), summary.text());
        JsonObject item = all.json().getJsonArray("data").getJsonObject(0);
        assertEquals("[[1.0,2.0,3.0,4.0],[2.0,4.0,6.0,8.0]]", item.getJsonArray("tokens").encode());
        assertEquals("[1,1]", item.getJsonArray("mask").encode());
        JsonObject shape = summary.json().getJsonArray("data").getJsonObject(0);
        assertEquals("[2,4]", shape.getJsonArray("shape").encode());
        assertFalse(shape.containsKey("tokens"));
        JsonObject segment = shape.getJsonArray("segments").getJsonObject(0);
        assertEquals("series", segment.getJsonObject("layout").getString("type"));
        assertEquals(400, optionOfAHead.status());
    }
}
