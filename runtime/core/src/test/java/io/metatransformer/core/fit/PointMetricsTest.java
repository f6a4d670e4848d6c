package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointMetricsTest {
    private static final Golden GOLDEN =
            Golden.read(PointMetricsTest.class, "/golden/heads/metrics.safetensors");
    private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");
    private static final List<String> TWO = List.of("lamp/shade", "lamp/foot");

    private static Tensor classes(int... classes) {
        float[] values = new float[classes.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = classes[i];
        }
        return Tensor.of(values, values.length);
    }

    private static Prediction answer(List<String> labels, int... classes) {
        return new Prediction.PointLabels(classes(classes), labels);
    }

    private static Target truth(List<String> labels, int... classes) {
        return new Target.PointLabels(classes(classes), labels);
    }

    @Test
    void accuracies_and_both_conventions_of_the_mean_iou_are_those_of_the_reference() {
        int[] truths = GOLDEN.ints("input.truth");
        int[] answers = GOLDEN.ints("input.pred");
        ConfusionMatrix matrix = new ConfusionMatrix(FIVE);

        matrix.add(classes(truths), FIVE, classes(answers));

        double[] log = GOLDEN.doubles("output.all_metrics_miou_macc_oa");
        double[] last = GOLDEN.doubles("output.get_mious_miou_macc_oa");
        assertEquals(log[0], 100 * ConfusionMatrix.mean(matrix.iou(0)), 1e-4);
        assertEquals(log[1], 100 * ConfusionMatrix.mean(matrix.recall(0)), 1e-4);
        assertEquals(log[2], 100 * matrix.accuracy(), 1e-4);
        assertEquals(last[0], 100 * ConfusionMatrix.mean(matrix.iou(1)), 1e-4);
        assertEquals(last[1], 100 * ConfusionMatrix.mean(matrix.recall(1)), 1e-4);
        double[] each = Arrays.stream(matrix.iou(0)).map(iou -> 100 * iou).toArray();
        assertArrayEquals(GOLDEN.doubles("output.iou_per_class"), each, 1e-4);
        double[] kappa = GOLDEN.doubles("output.overall_average_kappa");
        assertEquals(kappa[1], ConfusionMatrix.mean(matrix.recall(Double.NaN)), 1e-6);
    }

    @Test
    void a_label_that_is_nowhere_counts_by_the_convention() {
        ConfusionMatrix matrix = new ConfusionMatrix(FIVE);

        matrix.add(classes(0, 1), FIVE, classes(0, 1));

        assertEquals(1, ConfusionMatrix.mean(matrix.iou(1)));
        assertEquals(0.4, ConfusionMatrix.mean(matrix.iou(0)), 1e-12);
    }

    @Test
    void the_iou_of_instances_is_that_of_the_reference() {
        List<String> parts = List.of("0/0", "0/1", "0/2", "1/3", "1/4", "2/5", "2/6", "2/7");
        int[] truths = GOLDEN.ints("input.part_truth");
        int[] answers = GOLDEN.ints("input.part_pred");
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        double[] expected = GOLDEN.doubles("output.part_instance_iou");

        for (int i = 0; i < 4; i++) {
            predictions.add(answer(parts, Arrays.copyOfRange(answers, 40 * i, 40 * (i + 1))));
            targets.add(truth(parts, Arrays.copyOfRange(truths, 40 * i, 40 * (i + 1))));
            double iou =
                    PointMetrics.instanceIou(
                                    (Prediction.PointLabels) predictions.get(i),
                                    (Target.PointLabels) targets.get(i))
                            .orElseThrow();
            assertEquals(expected[i], 100 * iou, 1e-4, "cloud " + i);
        }

        Evaluation evaluation = Evaluation.of(predictions, targets);
        assertEquals(
                Arrays.stream(expected).average().orElseThrow() / 100,
                evaluation.metrics().get("instance_iou"),
                1e-6);
        assertTrue(evaluation.intervals().containsKey("instance_iou"));
    }

    @Test
    void labels_are_compared_by_name_and_ignored_points_do_not_count() {
        List<String> reversed = List.of("lamp/foot", "lamp/shade");

        Evaluation evaluation =
                Evaluation.of(
                        List.of(answer(TWO, 0, 1, 1, 1)), List.of(truth(reversed, 1, 0, -1, 1)));

        assertEquals(2 / 3.0, evaluation.metrics().get("accuracy"), 1e-12);
        assertEquals(0.5, evaluation.metrics().get("iou lamp/shade"), 1e-12);
        assertEquals(0.5, evaluation.score(), 1e-12);
        assertEquals(0.5, evaluation.loss(), 1e-12);
        assertArrayEquals(
                new int[][] {{1, 1}, {0, 1}}, evaluation.confusion().orElseThrow().counts());
    }

    @Test
    void a_point_without_an_answer_is_wrong() {
        Evaluation evaluation =
                Evaluation.of(List.of(answer(TWO, 0, -1)), List.of(truth(TWO, 0, 1)));

        assertEquals(0.5, evaluation.metrics().get("accuracy"), 1e-12);
        assertFalse(evaluation.confusion().isPresent(), "its rows would not add up");
    }

    @Test
    void the_range_of_a_mean_iou_is_drawn_over_clouds() {
        List<Prediction> answers = new ArrayList<>();
        List<Target> truths = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            answers.add(answer(TWO, 0, 0, 1, i % 4 == 0 ? 0 : 1));
            truths.add(truth(TWO, 0, 0, 1, 1));
        }

        Evaluation evaluation = Evaluation.of(answers, truths);

        Evaluation.Interval range = evaluation.intervals().get("mean_iou");
        double meanIou = evaluation.metrics().get("mean_iou");
        assertTrue(range.low() < meanIou && meanIou < range.high(), range + " around " + meanIou);
        assertEquals(range, Evaluation.of(answers, truths).intervals().get("mean_iou"));
    }

    @Test
    void what_cannot_be_compared_is_refused() {
        refused("labels 2 points, the target 3", List.of(answer(TWO, 0, 1)), truth(TWO, 0, 1, 1));
        refused("no label 'roof'", List.of(answer(TWO, 0)), truth(List.of("roof"), 0));
    }

    private static void refused(String part, List<Prediction> answers, Target truth) {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Evaluation.of(answers, List.of(truth)));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
