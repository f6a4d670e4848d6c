package io.metatransformer.server.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.core.Item;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Spelling.Dtype;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuestionsTest {
    private final Questions questions = new Questions(Limits.DEFAULT);

    private Question json(String text) {
        return questions.json(text.getBytes(StandardCharsets.UTF_8), List.of(), Optional.empty());
    }

    private static Input input(Question question, int index) {
        return ((Item.Raw) question.asks().get(index).item()).inputs().get(0);
    }

    private static String text(Input input) {
        return StandardCharsets.UTF_8.decode(input.bytes(1 << 20)).toString();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "series | time-series | {\"values\": [[1, 2.50], [ 3,null]], \"é\":\"ü\"}",
                "table  | tabular     | {\"columns\":{\"age\":[39],\"age\\u0020\":[ ]}}",
                "graph  | graph       | {\"num_nodes\":2,\"edges\":[[0,1]]}",
                "points | point-cloud | [[0,0,0],[1e-3,1,1]]"
            })
    void tokenizers_get_the_very_bytes_of_structured_data(
            String name, String modality, String json) {
        Question question =
                json("{\"inputs\":[\"ä\",{\"id\":\"x\",\"" + name + "\" : " + json + " }]}");

        assertEquals(Modality.TEXT, input(question, 0).modality());
        assertEquals(Modality.of(modality), input(question, 1).modality());
        assertEquals(json, text(input(question, 1)));
        assertEquals(Optional.of("application/json"), input(question, 1).mediaType());
    }

    @Test
    void structured_data_is_checked_as_strictly_as_the_rest() {
        var twice =
                assertThrows(
                        Refusal.class, () -> json("{\"inputs\":[{\"series\":{\"a\":1,\"a\":2}}]}"));
        String deep = "[".repeat(64) + "]".repeat(64);
        var tooDeep =
                assertThrows(Refusal.class, () -> json("{\"inputs\":[{\"points\":" + deep + "}]}"));

        assertTrue(twice.getMessage().contains("twice"), twice.getMessage());
        assertTrue(tooDeep.getMessage().contains("deeper"), tooDeep.getMessage());
    }

    @Test
    void everything_that_a_question_says_is_kept() {
        Question question =
                json(
                        """
                        {"model":"base","head":"fashion","modality":"image","top_k":3,"partial":true,
                         "allow_random_weights":true,"encoding":"base64",
                         "options":{"truncate":"end","dtype":"float16","threshold":0.5,"labels":["a"],"x":null},
                         "inputs":[{"data":"AAAA","media_type":"image/png; q=1","id":"7","options":{"crop":true}}]}
                        """);

        assertEquals(Optional.of("base"), question.model());
        assertEquals(Optional.of("fashion"), question.head());
        assertEquals(Optional.of("end"), question.truncate());
        assertEquals(new Spelling(Dtype.FLOAT16, Encoding.BASE64), question.spelling());
        assertTrue(question.partial() && question.allowRandomWeights());
        assertEquals(
                List.of("labels", "threshold", "top_k", "x"),
                List.copyOf(question.options().keySet()));
        assertEquals(3, question.options().get("top_k"));
        assertEquals(0.5, question.options().get("threshold"));
        assertEquals(Map.of("crop", true), input(question, 0).options());
        assertEquals(Optional.of("image/png"), input(question, 0).mediaType());
        assertEquals(Optional.of("7"), question.asks().get(0).id());
    }

    @Test
    void what_is_null_counts_as_not_said() {
        Question question =
                json(
                        "{\"model\":null,\"encoding\":null,\"inputs\":[{\"text\":\"a\",\"id\":null,"
                                + "\"modality\":null,\"media_type\":null,\"options\":{\"a\":null}}]}");

        assertEquals(Optional.empty(), question.model());
        assertEquals(Modality.TEXT, input(question, 0).modality());
        assertEquals(Map.of(), input(question, 0).options());
    }

    @Test
    void the_path_decides_and_is_not_contradicted() {
        Question question = json("{\"inputs\":[{\"data\":\"AAAA\"}]}");

        Question placed = question.with("model", "base").with("modality", "image");
        Question named =
                json("{\"model\":\"large\",\"inputs\":[{\"data\":\"\",\"modality\":\"text\"}]}");
        var model = assertThrows(Refusal.class, () -> named.with("model", "base"));
        var modality = assertThrows(Refusal.class, () -> named.with("modality", "image"));

        assertEquals(Optional.of("base"), placed.model());
        assertEquals(Modality.IMAGE, input(placed, 0).modality());
        assertEquals(ProblemType.INVALID_REQUEST, model.problem().type());
        assertEquals("/inputs/0", modality.problem().errors().get(0).pointer());
    }
}
