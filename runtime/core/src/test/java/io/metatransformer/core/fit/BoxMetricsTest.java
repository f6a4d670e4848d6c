package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BoxMetricsTest {
    private static final double EXACT = 1e-12;

    private final List<Prediction> predictions = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();

    @Test
    void boxes_that_are_all_right_have_a_precision_of_one() {
        picture(
                List.of(truth("cat", 0, 10), truth("dog", 20, 40)),
                answer("cat", 0.9, 0, 10),
                answer("dog", 0.2, 20, 40));

        Evaluation evaluation = evaluation();

        assertEquals(1, evaluation.score(), EXACT);
        assertEquals(0, evaluation.loss(), EXACT);
        assertEquals(1, evaluation.metrics().get("recall"), EXACT);
    }

    @Test
    void half_of_the_objects_found_are_the_first_51_of_101_points() {
        picture(List.of(truth("cat", 0, 10), truth("cat", 20, 40)), answer("cat", 0.9, 0, 10));

        assertEquals(51 / 101.0, evaluation().score(), EXACT);
        assertEquals(0.5, evaluation().metrics().get("recall"), EXACT);
    }

    @Test
    void a_wrong_answer_counts_against_those_that_score_less() {
        picture(
                List.of(truth("cat", 0, 10)),
                answer("cat", 0.9, 50, 60),
                answer("cat", 0.8, 0, 10),
                answer("cat", 0.7, 70, 80));

        assertEquals(0.5, evaluation().score(), EXACT);
    }

    @Test
    void an_answer_is_right_as_far_as_it_overlaps() {
        picture(List.of(truth("cat", 0, 100)), answer("cat", 0.9, 0, 72)); // overlap 0.72

        Evaluation evaluation = evaluation();

        assertEquals(0.5, evaluation.score(), EXACT); // 0.5, 0.55, 0.6, 0.65, 0.7
        assertEquals(1, evaluation.metrics().get("ap_50"), EXACT);
        assertEquals(0, evaluation.metrics().get("ap_75"), EXACT);
        assertEquals(1 - 14 / 19.0, evaluation.loss(), EXACT);
    }

    @Test
    void an_object_is_found_once() {
        picture(
                List.of(truth("cat", 0, 10), truth("cat", 20, 30)),
                answer("cat", 0.9, 0, 10),
                answer("cat", 0.8, 0, 10),
                answer("cat", 0.7, 20, 30));

        // 51 points at 1; the other 50 at two right of three
        assertEquals((51 + 50 * 2 / 3.0) / 101, evaluation().score(), EXACT);
    }

    @Test
    void answers_rank_over_all_pictures() {
        picture(List.of(truth("cat", 0, 10)), answer("cat", 0.6, 0, 10));
        picture(List.of(), answer("cat", 0.9, 0, 10));

        assertEquals(0.5, evaluation().score(), EXACT);
    }

    @Test
    void labels_count_the_same_and_those_without_an_object_not_at_all() {
        picture(
                List.of(truth("cat", 0, 10), truth("dog", 0, 10)),
                answer("cat", 0.6, 0, 10),
                answer("cow", 0.9, 0, 10));

        assertEquals(0.5, evaluation().score(), EXACT);
    }

    @Test
    void near_misses_lose_less_than_far_ones() {
        picture(List.of(truth("cat", 0, 100)), answer("cat", 0.9, 0, 30));
        double near = evaluation().loss();
        predictions.clear();
        targets.clear();
        picture(List.of(truth("cat", 0, 100)), answer("cat", 0.9, 0, 10));

        assertTrue(near < evaluation().loss());
        assertEquals(0, evaluation().score(), EXACT);
    }

    @Test
    void a_precision_comes_with_its_range() {
        for (int i = 0; i < 40; i++) {
            picture(List.of(truth("cat", 0, 10)), answer("cat", 0.9, i % 2 * 20, i % 2 * 20 + 10));
        }

        Evaluation.Interval range = evaluation().intervals().get("ap");

        assertTrue(range.low() < evaluation().score() && evaluation().score() < range.high());
        assertTrue(range.high() - range.low() < 0.5, range::toString);
    }

    @Test
    void truth_without_any_box_is_refused() {
        picture(List.of(), answer("cat", 0.9, 0, 10));

        var refusal = assertThrows(MetaTransformerException.class, this::evaluation);

        assertEquals(ErrorCode.EMPTY_INPUT, refusal.code());
    }

    private Evaluation evaluation() {
        return Evaluation.of(predictions, targets);
    }

    private void picture(List<Target.Box> truths, Prediction.Box... answers) {
        targets.add(new Target.Boxes(truths));
        predictions.add(new Prediction.Boxes(List.of(answers)));
    }

    private static Target.Box truth(String label, float left, float right) {
        return new Target.Box(left, 0, right, 10, label);
    }

    private static Prediction.Box answer(String label, double score, float left, float right) {
        return new Prediction.Box(
                left, 0, right, 10, new Prediction.Label(label, 0, (float) score));
    }
}
