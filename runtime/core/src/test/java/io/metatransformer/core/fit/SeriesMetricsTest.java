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
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Forecasts, filled gaps and unusual steps are measured as the reference does. */
class SeriesMetricsTest {

    @Test
    void errors_of_a_forecast_are_those_of_the_reference() {
        Golden golden = golden("metrics");
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            predictions.add(values(row(golden.tensor("input.ts_pred"), i, 7, 3)));
            targets.add(
                    new Target.Continuation(
                            row(golden.tensor("input.ts_true"), i, 7, 3),
                            row(golden.tensor("input.ts_true"), 3 - i, 7, 3),
                            Tensor.of(new float[] {1, 1, 1}, 3),
                            1));
        }

        Evaluation evaluation = Evaluation.of(predictions, targets);

        double[] expected = golden.doubles("output.mae_mse_rmse_mape_mspe");
        Map<String, Double> metrics = evaluation.metrics();
        assertEquals(expected[0], metrics.get("mae"), 1e-6);
        assertEquals(expected[1], metrics.get("mse"), 1e-6);
        assertEquals(expected[2], metrics.get("rmse"), 1e-6);
        assertEquals(expected[3], metrics.get("mape"), 1e-6 * expected[3]);
        assertEquals(expected[4], metrics.get("mspe"), 1e-6 * expected[4]);
        assertEquals(expected[1], evaluation.loss(), 1e-6);
    }

    @Test
    void percentages_and_errors_relative_to_change_are_those_of_the_reference() {
        Golden golden = golden("losses");
        float[] mask = golden.tensor("input.horizon_mask").toArray();
        double smape = 0;
        double mase = 0;
        int counted = 0;
        for (int i = 0; i < 3; i++) {
            for (int p = 0; p < 6; p++) {
                if (mask[6 * i + p] == 1) { // a horizon of that step alone
                    var next =
                            new Target.Continuation(
                                    one(golden.tensor("input.actual"), 6 * i + p),
                                    row(golden.tensor("input.insample"), i, 20, 1),
                                    Tensor.of(new float[] {1}, 1),
                                    4);
                    var answer = values(one(golden.tensor("input.forecast"), 6 * i + p));
                    var metrics = Evaluation.of(List.of(answer), List.of(next)).metrics();
                    smape += metrics.get("smape");
                    mase += metrics.get("mase");
                    counted++;
                }
            }
        }

        assertEquals(16, counted);
        assertEquals(golden.tensor("output.smape").toArray()[0], smape / 18, 1e-4);
        assertEquals(golden.tensor("output.mase_period4").toArray()[0], mase / 18, 1e-5);
    }

    @Test
    void a_forecast_is_compared_with_the_last_value_and_the_last_season() {
        Tensor past = Tensor.of(new float[] {2, 4, 6, 2, 4, 6, 2, 4, 6, 2, 4, 6}, 12, 1);
        Tensor next = Tensor.of(new float[] {2.2f, 4.2f, 6.2f}, 3, 1);
        var target = new Target.Continuation(next, past, Tensor.of(new float[] {2}, 1), 3);

        assertArrayEquals(new float[] {6, 6, 6}, Naive.last(target));
        assertArrayEquals(new float[] {2, 4, 6}, Naive.season(target));
        assertArrayEquals(new float[] {2, 4, 6}, Naive.adjusted(target), 1e-5f);
        var metrics = Evaluation.of(List.of(values(next)), List.of(target)).metrics();
        assertEquals(1, metrics.get("skill_over_last_value"));
        assertEquals(1, metrics.get("skill_over_last_season"));
        assertFalse(metrics.containsKey("mase"), "the past does not change between seasons");
        var season = values(Tensor.of(Naive.season(target), 3, 1));
        assertEquals(
                0,
                Evaluation.of(List.of(season), List.of(target))
                        .metrics()
                        .get("skill_over_last_season"));
    }

    @Test
    void what_was_hidden_is_measured_alone() {
        Tensor truth = Tensor.of(new float[] {1, 2, 3, 6}, 4, 1);
        var target = new Target.Hidden(truth, Tensor.of(new float[] {0, 1, 0, 1}, 4, 1));
        var answer = values(Tensor.of(new float[] {9, 2, 9, 4}, 4, 1));

        Evaluation evaluation = Evaluation.of(List.of(answer), List.of(target));

        assertEquals(2, evaluation.metrics().get("mse"));
        assertEquals(1, evaluation.metrics().get("mae"));
        assertEquals(2 / 3.5, evaluation.loss(), 1e-9);
    }

    @Test
    void stretches_that_were_found_count_as_the_reference_counts_them() {
        Golden golden = golden("ts-anomaly-threshold");
        boolean[] flags = flags(golden.longs("output.raw_pred"));
        boolean[] truths = flags(golden.longs("input.labels"));

        boolean[] adjusted = AnomalyMetrics.adjusted(flags, truths, false);

        assertArrayEquals(flags(golden.longs("output.adjusted_pred")), adjusted);
        assertTrue(truths[0] && !adjusted[0], "the reference leaves out the very first step");
        boolean[] all = AnomalyMetrics.adjusted(flags, truths, true);
        assertTrue(all[0]);
        double[] expected = golden.doubles("output.precision_recall_f1_accuracy");
        var metrics = Evaluation.of(List.of(scores(adjusted)), List.of(labels(truths))).metrics();
        assertEquals(expected[0], metrics.get("precision"), 1e-6);
        assertEquals(expected[1], metrics.get("recall"), 1e-6);
        assertEquals(expected[2], metrics.get("f1"), 1e-6);
        assertEquals(expected[3], metrics.get("accuracy"), 1e-6);
    }

    @Test
    void energies_without_a_threshold_cannot_be_compared_with_labels() {
        var energies = values(Tensor.of(new float[] {1, 2}, 2, 1));
        Target labels = labels(new boolean[] {true, false});

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Evaluation.of(List.of(energies), List.of(labels)));

        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains("without a threshold"));
    }

    private static Prediction scores(boolean[] flags) {
        float[] scores = new float[2 * flags.length];
        for (int i = 0; i < flags.length; i++) {
            scores[2 * i + 1] = flags[i] ? 1 : 0;
        }
        return new Prediction.Values(
                Tensor.of(scores, flags.length, 2), List.of("energy", "anomaly"), List.of());
    }

    private static Target labels(boolean[] truths) {
        float[] classes = new float[truths.length];
        for (int i = 0; i < classes.length; i++) {
            classes[i] = truths[i] ? 1 : 0;
        }
        return new Target.PointLabels(
                Tensor.of(classes, classes.length), List.of("normal", "anomaly"));
    }

    private static boolean[] flags(long[] numbers) {
        boolean[] flags = new boolean[numbers.length];
        LongStream.range(0, flags.length).forEach(i -> flags[(int) i] = numbers[(int) i] != 0);
        return flags;
    }

    private static Prediction values(Tensor values) {
        return new Prediction.Values(values, List.of(), List.of());
    }

    private static Tensor one(Tensor all, int i) {
        return Tensor.of(new float[] {all.data().get(i)}, 1, 1);
    }

    private static Tensor row(Tensor all, int i, int steps, int channels) {
        float[] row = new float[steps * channels];
        all.data().get(i * row.length, row);
        return Tensor.of(row, steps, channels);
    }

    private static Golden golden(String name) {
        return Golden.read(SeriesMetricsTest.class, "/golden/heads/" + name + ".safetensors");
    }
}
