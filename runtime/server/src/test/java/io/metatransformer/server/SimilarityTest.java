package io.metatransformer.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.server.HttpCaller.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SimilarityTest {
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

    private static Answer ask(String members) {
        return rig.http.json("/api/v1/similarity", "{\"modality\":\"numbers\"," + members + "}");
    }

    private static JsonObject answered(String members) {
        Answer answer = ask(members);
        assertEquals(200, answer.status(), answer.text());
        return answer.json();
    }

    @Test
    void every_pair_of_both_sides_gets_its_score() {
        JsonObject cosine =
                answered("\"left\":[\"#numbers 1\",\"#numbers -2\"],\"right\":[\"#numbers 3\"]");
        JsonObject dot =
                answered(
                        "\"left\":[\"#numbers 1\",\"#numbers -2\"],\"right\":[\"#numbers 3\"],\"metric\":\"dot\"");

        assertEquals("[[1.0],[-1.0]]", cosine.getJsonArray("scores").encode());
        assertEquals("[2,1]", cosine.getJsonArray("shape").encode());
        assertEquals("cosine", cosine.getString("metric"));
        assertEquals("[[90.0],[-180.0]]", dot.getJsonArray("scores").encode());
        assertEquals(3, dot.getJsonObject("usage").getInteger("items"));
    }

    @Test
    void one_side_alone_is_compared_with_itself() {
        JsonObject answer = answered("\"left\":[\"#numbers 1\",\"#numbers 2\",\"#numbers 0\"]");

        assertEquals(
                "[[1.0,1.0,0.0],[1.0,1.0,0.0],[0.0,0.0,0.0]]",
                answer.getJsonArray("scores").encode());
        assertEquals(3, answer.getJsonObject("usage").getInteger("items"));
    }

    @Test
    void vectors_of_one_modality_that_declare_no_space_are_compared_and_marked() {
        JsonObject answer = answered("\"left\":[\"#numbers 1\"]");

        assertFalse(answer.getBoolean("aligned"));
        assertTrue(answer.containsKey("space"));
        assertEquals(null, answer.getString("space"));
    }

    @Test
    void modalities_that_declare_no_common_space_are_compared_only_if_that_is_allowed() {
        String sides =
                "\"left\":[\"#numbers 1\"],\"right\":[{\"modality\":\"other\",\"text\":\"#numbers 1\"}]";

        Answer refused = ask(sides);
        JsonObject marked = answered(sides + ",\"allow_unaligned\":true");

        assertEquals(422, refused.status());
        assertTrue(refused.text().contains("numbers, other"), refused.text());
        assertTrue(refused.text().contains("allow_unaligned"), refused.text());
        assertFalse(marked.getBoolean("aligned"));
        assertEquals(2f / 3, marked.getJsonArray("scores").getJsonArray(0).getFloat(0), 1e-6f);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "\"left\":[]                                             | left",
                "\"left\":[\"#numbers 1\"],\"right\":[]                  | right",
                "\"right\":[\"#numbers 1\"]                              | left",
                "\"inputs\":[\"#numbers 1\"]                             | allow_unaligned",
                "\"left\":[\"#numbers 1\"],\"metric\":\"euclid\"         | cosine, dot",
                "\"left\":[\"#numbers 1\"],\"partial\":true              | no such member",
                "\"left\":[\"#numbers 1\"],\"options\":{\"pooling\":\"none\"} | pooling",
            })
    void a_question_of_another_form_is_told_what_is_wrong(String members, String part) {
        Answer answer = ask(members);

        assertEquals(400, answer.status(), answer.text());
        assertEquals("invalid-request", answer.problem());
        assertTrue(answer.text().contains(part), answer.text());
    }

    @Test
    void a_bad_item_is_found_on_its_side() {
        Answer answer = ask("\"left\":[\"#numbers 1\"],\"right\":[\"#numbers 2\",\"none\"]");

        JsonObject error = answer.json().getJsonArray("errors").getJsonObject(0);
        assertEquals("/right/1", error.getString("pointer"));
        assertEquals(1, error.getInteger("index"));
    }

    @Test
    void both_sides_together_have_the_limit_of_one_request() {
        String many =
                IntStream.range(0, 1025)
                        .mapToObj(i -> "\"#numbers 1\"")
                        .collect(Collectors.joining(",", "[", "]"));

        Answer answer = ask("\"left\":" + many + ",\"right\":" + many);

        assertEquals(400, answer.status());
        assertTrue(answer.text().contains("2048"), answer.text());
    }

    @Test
    void files_of_a_form_are_compared_as_its_request_says() {
        byte[] form =
                new Bodies.Form()
                        .file("a", "a.txt", Bodies.numbers(1))
                        .field("request", "{\"modality\":\"numbers\",\"left\":[{\"part\":\"a\"}]}")
                        .end();
        byte[] without = new Bodies.Form().file("a", "a.txt", Bodies.numbers(1)).end();

        Answer answer = rig.http.post("/api/v1/similarity", form, "Content-Type", Bodies.Form.TYPE);

        assertEquals("[[1.0]]", answer.json().getJsonArray("scores").encode());
        assertEquals(
                400,
                rig.http
                        .post("/api/v1/similarity", without, "Content-Type", Bodies.Form.TYPE)
                        .status());
        assertEquals(
                415,
                rig.http
                        .post("/api/v1/similarity", Bodies.numbers(1), "Content-Type", "text/plain")
                        .status());
    }
}
