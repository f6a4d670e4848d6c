package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ETags save a reader, and what they keep a writer from. */
class TagsTest {
    private static final byte[] NOTHING = new byte[0];

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

    static List<String> documents() {
        return OpenApiTest.documented().stream()
                .filter(one -> one.method().equals("GET"))
                .map(OpenApiTest.Documented::path)
                .filter(path -> !path.startsWith("/health") && !path.equals("/metrics"))
                .toList();
    }

    /** A path of the document with a name that exists. */
    private static String real(String path) {
        String list = path.replaceAll("/\\{.*", "");
        String id =
                switch (list) {
                    case "/problems" -> "internal";
                    case "/api/v1/models" -> "base";
                    default ->
                            path.contains("{")
                                    ? rig.http
                                            .get(list)
                                            .json()
                                            .getJsonArray("items")
                                            .getJsonObject(0)
                                            .getString("id")
                                    : "";
                };
        return path.replaceAll("\\{\\w+\\}", id);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void every_document_has_a_tag_and_is_not_sent_twice(String path) {
        String real = real(path);
        String tag = rig.http.get(real).header("etag");

        assertTrue(tag.matches("\"[0-9a-f]{24}\""), tag);
        for (String known : List.of(tag, "W/" + tag, "\"other\", " + tag, "*")) {
            Answer again = rig.http.get(real, "If-None-Match", known);
            assertEquals(304, again.status(), known);
            assertEquals(tag, again.header("etag"));
        }
        assertEquals(200, rig.http.get(real, "If-None-Match", "\"other\"").status());
    }

    @Test
    void a_model_is_changed_only_as_it_was_read() {
        String model = "/api/v1/models/base";
        rig.http.post(model + "/load?wait=true", NOTHING);
        String ready = rig.http.get(model).header("etag");

        Answer unloaded = rig.http.post(model + "/unload?wait=true", NOTHING, "If-Match", ready);
        Answer late = rig.http.post(model + "/unload", NOTHING, "If-Match", ready);
        Answer weak =
                rig.http.post(model + "/load", NOTHING, "If-Match", "W/" + unloaded.header("etag"));

        assertEquals(200, unloaded.status(), unloaded.text());
        assertEquals(rig.http.get(model).header("etag"), unloaded.header("etag"));
        for (Answer refused : List.of(late, weak)) {
            assertEquals(412, refused.status(), refused.text());
            assertEquals("precondition-failed", refused.problem());
            assertTrue(
                    refused.text().contains(unloaded.header("etag").replace("\"", "\\\"")),
                    refused.text());
        }
        String either = "\"other\", " + unloaded.header("etag");
        assertEquals(202, rig.http.post(model + "/warmup", NOTHING, "If-Match", either).status());
        assertEquals(202, rig.http.post(model + "/load", NOTHING, "If-Match", "*").status());
    }

    @Test
    void of_many_that_read_the_same_one_alone_writes() {
        String model = "/api/v1/models/base";
        rig.http.post(model + "/load?wait=true", NOTHING);
        String ready = rig.http.get(model).header("etag");

        List<Integer> statuses =
                IntStream.range(0, 8)
                        .parallel()
                        .mapToObj(
                                i ->
                                        rig.http
                                                .post(model + "/unload", NOTHING, "If-Match", ready)
                                                .status())
                        .toList();

        assertEquals(
                1, statuses.stream().filter(status -> status == 202).count(), statuses.toString());
        assertEquals(
                7, statuses.stream().filter(status -> status == 412).count(), statuses.toString());
    }

    @Test
    void a_plugin_is_changed_only_as_it_was_read() {
        String plugin =
                "/api/v1/plugins/"
                        + rig.http
                                .get("/api/v1/plugins")
                                .json()
                                .getJsonArray("items")
                                .getJsonObject(0)
                                .getString("id");
        String tag = rig.http.get(plugin).header("etag");

        assertEquals(
                412, rig.http.post(plugin + "/disable", NOTHING, "If-Match", "\"other\"").status());
        assertEquals(409, rig.http.post(plugin + "/disable", NOTHING, "If-Match", tag).status());
        assertFalse(tag.isEmpty());
    }
}
