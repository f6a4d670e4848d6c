package io.metatransformer.head.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Prediction.Label;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassificationHeadTest {
    private static final ClassificationHead HEAD = new ClassificationHead();
    private static final List<String> ANIMALS = List.of("ant", "bee", "cat", "dog");

    @Test
    void labels_come_best_first_and_ties_in_their_own_order() {
        try (HeadSession head = open(Map.of(), 1, 2, 2, 2)) {
            assertEquals(List.of("bee", "cat", "dog", "ant"), names(head, Map.of()));
        }
    }

    @Test
    void scores_of_exclusive_labels_add_up_to_1() {
        try (HeadSession head = open(Map.of(), 1, 2, 3, 4)) {
            Prediction.Classes answer = (Prediction.Classes) head.predict(one());

            assertTrue(answer.exclusive());
            assertEquals(1, answer.labels().stream().mapToDouble(Label::score).sum(), 1e-6);
        }
    }

    @Test
    void scores_of_independent_labels_stand_for_themselves() {
        try (HeadSession head = open(Map.of("scores", "sigmoid"), 0, 100, -100, 0)) {
            Prediction.Classes answer = (Prediction.Classes) head.predict(one());

            assertFalse(answer.exclusive());
            assertEquals(new Label("bee", 1, 1), answer.labels().get(0));
            assertEquals(0.5f, answer.labels().get(1).score());
        }
    }

    @Test
    void a_request_says_how_many_labels_it_wants_and_how_sure_they_must_be() {
        try (HeadSession head = open(Map.of("scores", "sigmoid", "top_k", 3), 3, 2, 1, 0)) {
            assertEquals(List.of("ant", "bee", "cat"), names(head, Map.of()));
            assertEquals(List.of("ant"), names(head, Map.of("top_k", 1)));
            assertEquals(ANIMALS, names(head, Map.of("top_k", 100)));
            assertEquals(
                    List.of("ant", "bee", "cat"),
                    names(head, Map.of("top_k", 4, "threshold", 0.5)));
        }
    }

    @Test
    void a_temperature_makes_answers_less_sure_and_leaves_their_order() {
        try (HeadSession sure = open(Map.of(), 1, 2, 3, 4);
                HeadSession cool = open(Map.of("temperature", 2), 1, 2, 3, 4)) {
            double[] scores = Scores.softmax(new float[] {0.5f, 1, 1.5f, 2});

            assertEquals(names(sure, Map.of()), names(cool, Map.of()));
            var answer = (Prediction.Classes) cool.predict(one());
            assertEquals(scores[3], answer.labels().get(0).score(), 1e-6);
        }
    }

    @Test
    void every_label_may_have_a_threshold_of_its_own_unless_a_request_has_one_for_all() {
        Map<String, Object> config =
                Map.of("scores", "sigmoid", "thresholds", List.of(0.9, 0.4, 0.1, 0.99));
        try (HeadSession head = open(config, 2, 0, -2, 2)) { // 0.88, 0.5, 0.12, 0.88
            assertEquals(List.of("bee", "cat"), names(head, Map.of()));
            assertEquals(List.of("ant", "dog"), names(head, Map.of("threshold", 0.6)));
            assertEquals(4, names(head, Map.of("thresholds", List.of())).size());
        }
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "4 labels, got 1",
                () -> open(Map.of("thresholds", List.of(0.5)), 1, 2, 3, 4));
    }

    @Test
    void labels_that_are_paths_are_answered_at_every_level() {
        List<String> paths = List.of("animal/cat/wild", "plant/oak", "animal/dog", "stone");
        Map<String, Object> config = Map.of("labels", paths);
        float[] logits = {
            (float) Math.log(0.25),
            (float) Math.log(0.3),
            (float) Math.log(0.25),
            (float) Math.log(0.2)
        };
        try (HeadSession head = open(config, logits)) {
            assertEquals("plant/oak", names(head, Map.of()).get(0));
            var top = (Prediction.Classes) head.predict(one(), Map.of("level", 1));
            assertEquals(
                    List.of("animal", "plant", "stone"),
                    top.labels().stream().map(Label::label).toList());
            assertEquals(0.5, top.labels().get(0).score(), 1e-6);
            assertEquals(0, top.labels().get(0).index());
            assertEquals(
                    Set.of("animal/cat", "plant/oak", "animal/dog", "stone"),
                    Set.copyOf(names(head, Map.of("level", 2))));
        }
    }

    @Test
    void of_labels_that_may_hold_together_any_makes_the_upper_one_hold() {
        Map<String, Object> config =
                Map.of("labels", List.of("a/b", "a/c", "d", "e"), "scores", "sigmoid");
        try (HeadSession head = open(config, 0, 0, -9, -9)) {
            var top = (Prediction.Classes) head.predict(one(), Map.of("level", 1));

            assertEquals(new Label("a", 0, 0.75f), top.labels().get(0));
        }
    }

    @Test
    void large_logits_do_not_overflow() {
        try (HeadSession head = open(Map.of(), 1e30f, -1e30f, 0, 0)) {
            Prediction.Classes answer = (Prediction.Classes) head.predict(one());

            assertEquals(new Label("ant", 0, 1), answer.labels().get(0));
        }
    }

    @Test
    void scores_that_are_no_numbers_are_refused_and_not_ranked() {
        try (HeadSession head = open(Map.of(), Float.NaN, 1, 2, 3)) {
            assertRefused(ErrorCode.NON_FINITE_OUTPUT, "finite", () -> head.predict(one()));
        }
    }

    @Test
    void labels_and_outputs_of_different_number_are_refused_with_both() {
        Map<String, Object> three = Map.of("labels", List.of("a", "b", "c"));

        assertRefused(
                ErrorCode.BAD_WEIGHTS,
                "3 labels, but 'head.weight' has 4 outputs",
                () -> open(three, 1, 2, 3, 4));
    }

    @Test
    void weights_that_the_options_do_not_ask_for_are_refused_by_name() {
        assertRefused(
                ErrorCode.BAD_WEIGHTS,
                "'norm.weight",
                () -> open(Map.of("norm", true), 1, 2, 3, 4));
    }

    @Test
    void categories_are_indices_of_the_weights_and_go_past_no_hidden_layer() {
        Map<String, Object> config =
                Map.of("wide", "categories", "wide_size", 3, "labels", List.of("a"), "norm", false);
        Weights weights =
                Weights.of(
                        Map.of(
                                "head.weight", Tensor.of(new float[5], 1, 5),
                                "head.bias", Tensor.of(new float[1], 1)));
        try (HeadSession head = HEAD.open(ModelPart.of("m", 2, config, weights))) {
            for (float wrong : new float[] {-1, 3, 0.5f}) {
                assertRefused(
                        ErrorCode.INDEX_OUT_OF_RANGE,
                        "from 0 to 2",
                        () -> head.predict(with(Tensor.of(new float[] {0, wrong}, 2))));
            }
            assertRefused(ErrorCode.SHAPE_MISMATCH, "'categories'", () -> head.predict(one()));
        }
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "no 'hidden' ones",
                () -> open(Map.of("wide", "x", "hidden", List.of(4)), 1, 2, 3, 4));
    }

    private static Features with(Tensor categories) {
        Origin origin = Origin.named("x").with("categories", categories);
        return Features.of(
                Tensor.of(new float[] {1, 2}, 1, 2),
                List.of(new Segment(Modality.TABULAR, 0, 0, new Layout.Set(1), origin)));
    }

    @Test
    void labels_are_needed() {
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "labels",
                () -> HEAD.open(ModelPart.of("m", 2, Map.of(), Weights.none())));
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "hidden",
                () -> open(Map.of("hidden", List.of(1.5)), 1, 2, 3, 4));
    }

    @Test
    void flattened_tokens_must_be_as_many_as_the_weights_read() {
        Map<String, Object> config =
                Map.of("labels", ANIMALS, "norm", false, "pooling", List.of("flatten"));
        Weights weights =
                Weights.of(
                        Map.of(
                                "head.weight", Tensor.of(new float[4 * 6], 4, 6),
                                "head.bias", Tensor.of(new float[4], 4)));

        try (HeadSession head = HEAD.open(ModelPart.of("m", 2, config, weights))) {
            assertRefused(
                    ErrorCode.SHAPE_MISMATCH,
                    "6 values after pooling, got 2 from 1 tokens",
                    () -> head.predict(one()));
        }
    }

    @Test
    void an_untrained_head_of_any_shape_can_be_drawn() {
        Map<String, Object> config =
                Map.of(
                        "labels",
                        ANIMALS,
                        "pooling",
                        List.of("cls", "max"),
                        "pooled_norm",
                        true,
                        "hidden",
                        List.of(8));
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : HEAD.weights(Options.of(HEAD.options(), config), 2)) {
            drawn.put(spec.name(), spec.draw(1));
        }

        try (HeadSession head = HEAD.open(ModelPart.of("m", 2, config, Weights.of(drawn)))) {
            assertEquals(4, names(head, Map.of()).size());
        }
    }

    @Test
    void a_checkpoint_of_another_naming_is_adopted() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        Map<String, Tensor> checkpoint = new HashMap<>();
        for (String name :
                List.of(
                        "encoder.norm.weight",
                        "encoder.blocks.0.norm1.weight",
                        "prediction.head.0.0.weight",
                        "prediction.head.0.1.running_var",
                        "prediction.head.0.1.num_batches_tracked",
                        "prediction.head.2.0.weight",
                        "prediction.head.2.0.bias")) {
            checkpoint.put(name, any);
        }

        assertEquals(
                Set.of(
                        "norm.weight",
                        "hidden.0.linear.weight",
                        "hidden.0.bn.running_var",
                        "head.weight",
                        "head.bias"),
                HEAD.adopt(Weights.of(checkpoint)).names());
    }

    /** A head that scores the given logits whatever it reads. */
    private static HeadSession open(Map<String, Object> config, float... logits) {
        Map<String, Object> all = new HashMap<>(Map.of("labels", ANIMALS, "norm", false));
        all.putAll(config);
        Weights weights =
                Weights.of(
                        Map.of(
                                "head.weight",
                                        Tensor.of(new float[logits.length * 2], logits.length, 2),
                                "head.bias", Tensor.of(logits, logits.length)));
        return HEAD.open(ModelPart.of("m", 2, all, weights));
    }

    private static List<String> names(HeadSession head, Map<String, ?> options) {
        return ((Prediction.Classes) head.predict(one(), options))
                .labels().stream().map(Label::label).toList();
    }

    private static Features one() {
        return Features.of(
                Tensor.of(new float[] {1, 2}, 1, 2),
                List.of(new Segment(Modality.IMAGE, 0, 0, new Layout.Set(1), Origin.named("x"))));
    }

    private static void assertRefused(ErrorCode code, String words, Executable action) {
        var refusal = assertThrows(MetaTransformerException.class, action);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
