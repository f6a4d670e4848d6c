package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskMetricsTest {
    private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");
    private static final List<String> TWO = List.of("sea", "land");

    @Test
    void shares_and_counts_of_pixels_are_those_of_the_reference() {
        Golden golden = Golden.read(MaskMetricsTest.class, "/golden/heads/metrics.safetensors");
        Prediction answer = answer(FIVE, 10, 20, floats(golden, "input.pred"));
        Target truth = truth(FIVE, 10, 20, floats(golden, "input.truth"));

        Evaluation evaluation = Evaluation.of(List.of(answer), List.of(truth));

        double[] expected = golden.doubles("output.all_metrics_miou_macc_oa");
        assertEquals(expected[0] / 100, evaluation.metrics().get("mean_iou_absent_0"), 1e-6);
        double[] shares = golden.doubles("output.overall_average_kappa");
        assertEquals(shares[1], evaluation.metrics().get("mean_accuracy"), 1e-6);
        assertEquals(expected[2] / 100, evaluation.metrics().get("accuracy"), 1e-6);
        double[] each = golden.doubles("output.iou_per_class");
        for (int k = 0; k < 5; k++) {
            assertEquals(each[k] / 100, evaluation.metrics().get("iou " + FIVE.get(k)), 1e-6);
        }
        int[] counts = golden.ints("output.confusion");
        for (int t = 0; t < 5; t++) {
            int[] row = Arrays.copyOfRange(counts, 5 * t, 5 * t + 5);
            assertArrayEquals(row, evaluation.confusion().orElseThrow().counts()[t]);
        }
    }

    @Test
    void pixels_of_unknown_class_do_not_count_and_unseen_ones_are_wrong() {
        Measuring measuring = new Measuring();
        measuring.add("a", answer(TWO, 2, 2, 0, 0, 1, -1), truth(TWO, 2, 2, 0, -1, 1, 1));
        measuring.add("b", answer(TWO, 1, 2, 1, 1), truth(TWO, 1, 2, 1, 1));

        Evaluation evaluation = measuring.evaluation();

        assertEquals(2, evaluation.examples());
        assertEquals(4 / 5.0, evaluation.metrics().get("accuracy"));
        assertEquals(3 / 4.0, evaluation.metrics().get("iou land"));
        assertEquals((1 + 3 / 4.0) / 2, evaluation.score());
        assertTrue(evaluation.intervals().containsKey("mean_iou"));
    }

    @Test
    void classes_are_matched_by_name() {
        Prediction answer = answer(List.of("land", "sea"), 1, 2, 0, 1);

        Evaluation evaluation = Evaluation.of(List.of(answer), List.of(truth(TWO, 1, 2, 1, 0)));

        assertEquals(1, evaluation.score());
    }

    @Test
    void masks_of_other_sides_are_refused() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                Evaluation.of(
                                        List.of(answer(TWO, 1, 2, 0, 1)),
                                        List.of(truth(TWO, 2, 1, 0, 1))));

        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
    }

    private static float[] floats(Golden golden, String name) {
        int[] ints = golden.ints(name);
        float[] floats = new float[ints.length];
        for (int i = 0; i < ints.length; i++) {
            floats[i] = ints[i];
        }
        return floats;
    }

    private static Prediction answer(List<String> labels, int height, int width, float... classes) {
        return new Prediction.Mask(Tensor.of(classes, height, width), labels);
    }

    private static Target truth(List<String> labels, int height, int width, float... classes) {
        return new Target.Mask(Tensor.of(classes, height, width), labels);
    }
}
