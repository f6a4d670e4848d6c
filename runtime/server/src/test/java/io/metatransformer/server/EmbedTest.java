package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
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
}
