package io.metatransformer.server.infer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Timing;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whether vectors of different modalities may be compared, by the spaces that they declare. */
class AlignmentTest {
    private static final Timing NO_TIME =
            new Timing(
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    Duration.ZERO,
                    1);

    /** One vector on each side, each of a modality of its own. */
    private static Outcome outcome(Optional<String> left, Optional<String> right, String members) {
        Question question =
                new Questions(Limits.DEFAULT)
                        .comparison(
                                ("{\"left\":[\"a\"],\"right\":[\"b\"]" + members + "}")
                                        .getBytes(StandardCharsets.UTF_8),
                                List.of());
        List<Answer<Prediction>> answers = new ArrayList<>();
        answers.add(answer(0, "image", left, 3, 4));
        answers.add(answer(1, "text", right, 4, 3));
        return new Outcome(
                "id",
                question,
                new Reply<>(answers, new Provenance("base", "1", "0", List.of()), Duration.ZERO),
                Duration.ZERO);
    }

    private static Answer<Prediction> answer(
            int index, String modality, Optional<String> space, float... vector) {
        return new Answer<>(
                index,
                Optional.of(new Prediction.Embedding(Tensor.of(vector, vector.length), space)),
                Optional.empty(),
                List.of(
                        new Segment(
                                Modality.of(modality),
                                0,
                                0,
                                new Layout.Set(1),
                                Origin.named("it"))),
                NO_TIME);
    }

    @Test
    void modalities_of_one_space_are_compared() {
        Outcome outcome = outcome(Optional.of("clip"), Optional.of("clip"), "");

        JsonObject answer = new JsonObject(Buffer.buffer(Similarity.of(outcome).document()));

        assertTrue(answer.getBoolean("aligned"));
        assertEquals("clip", answer.getString("space"));
        assertEquals("[[0.96]]", answer.getJsonArray("scores").encode());
    }

    @Test
    void modalities_of_two_spaces_or_of_none_are_refused_unless_the_question_allows_it() {
        for (var right : List.of(Optional.of("dino"), Optional.<String>empty())) {
            Outcome strict = outcome(Optional.of("clip"), right, "");
            Outcome lenient = outcome(Optional.of("clip"), right, ",\"allow_unaligned\":true");

            var refusal = assertThrows(Refusal.class, () -> Similarity.of(strict));

            assertEquals(ProblemType.UNPROCESSABLE_INPUT, refusal.problem().type());
            assertTrue(refusal.getMessage().contains("image, text"), refusal.getMessage());
            assertEquals(Optional.empty(), Similarity.of(lenient).space());
        }
    }

    @Test
    void a_score_past_the_numbers_of_float32_is_never_sent() {
        Question question =
                new Questions(Limits.DEFAULT)
                        .comparison(
                                "{\"left\":[\"a\"],\"metric\":\"dot\"}"
                                        .getBytes(StandardCharsets.UTF_8),
                                List.of());
        Outcome outcome =
                new Outcome(
                        "id",
                        question,
                        new Reply<>(
                                List.of(answer(0, "image", Optional.empty(), 1e30f)),
                                new Provenance("base", "1", "0", List.of()),
                                Duration.ZERO),
                        Duration.ZERO);

        var refusal = assertThrows(Refusal.class, () -> Similarity.of(outcome).document());

        assertEquals(ProblemType.NON_FINITE_OUTPUT, refusal.problem().type());
    }
}
