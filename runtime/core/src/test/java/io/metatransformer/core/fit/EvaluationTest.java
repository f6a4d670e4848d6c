package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.core.Item;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EvaluationTest {
    private static final Golden GOLDEN =
            Golden.read(EvaluationTest.class, "/golden/heads/metrics.safetensors");

    @Test
    void confusion_accuracy_and_kappa_are_those_of_the_reference() {
        int[] answers = GOLDEN.ints("input.pred");
        int[] truths = GOLDEN.ints("input.truth");
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < answers.length; i++) {
            if (truths[i] >= 0 && truths[i] < 5) {
                float[] scores = new float[5];
                scores[answers[i]] = 1;
                predictions.add(classes(scores));
                targets.add(new Target.Label("" + truths[i]));
            }
        }

        Evaluation evaluation = Evaluation.of(predictions, targets);

        int[] confusion = GOLDEN.ints("output.confusion");
        int[][] counts = evaluation.confusion().orElseThrow().counts();
        boolean rowsAreTruth = confusion[1] == counts[0][1];
        for (int t = 0; t < 5; t++) {
            for (int a = 0; a < 5; a++) {
                assertEquals(confusion[rowsAreTruth ? 5 * t + a : 5 * a + t], counts[t][a]);
            }
        }
        double[] expected = GOLDEN.doubles("output.overall_average_kappa");
        assertEquals(expected[0], evaluation.metrics().get("accuracy"), 1e-6);
        assertEquals(expected[1], evaluation.metrics().get("mean_accuracy"), 1e-6);
        assertEquals(expected[2], evaluation.metrics().get("kappa"), 1e-6);
    }

    @Test
    void probabilities_are_as_far_off_as_they_promise_more_or_less_than_comes_true() {
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            predictions.add(classes(i < 5 ? 0.9f : 0.2f, i < 5 ? 0.1f : 0.8f)); // 0.9 and 0.8 sure
            targets.add(new Target.Label(i == 0 || i == 1 ? "0" : "1")); // right 2 of 5, and all 5
        }

        double error = Evaluation.of(predictions, targets).metrics().get("calibration_error");

        assertEquals((5 * (0.9 - 0.4) + 5 * (1 - 0.8)) / 10, error, 1e-6);
    }

    @Test
    void labels_that_are_paths_are_measured_further_up_too() {
        List<Prediction.Label> labels =
                List.of(
                        new Prediction.Label("plant/oak", 0, 0.4f),
                        new Prediction.Label("animal/cat", 1, 0.35f),
                        new Prediction.Label("animal/dog", 2, 0.25f));
        List<Prediction> predictions =
                List.of(new Prediction.Classes(labels, true), new Prediction.Classes(labels, true));
        List<Target> targets =
                List.of(new Target.Label("animal/dog"), new Target.Label("plant/oak"));

        Evaluation evaluation = Evaluation.of(predictions, targets);

        assertEquals(0.5, evaluation.metrics().get("accuracy"));
        assertEquals(0.5, evaluation.metrics().get("accuracy_level_1"));
        assertEquals(
                1.0,
                Evaluation.of(predictions.subList(0, 1), targets.subList(0, 1))
                        .metrics()
                        .get("accuracy_level_1"));
    }

    @Test
    void errors_of_a_forecast_are_those_of_the_reference() {
        Tensor answers = GOLDEN.tensor("input.ts_pred");
        Tensor truths = GOLDEN.tensor("input.ts_true");
        List<Prediction> predictions = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            predictions.add(new Prediction.Values(row(answers, i), List.of(), List.of()));
            targets.add(new Target.Numbers(row(truths, i)));
        }

        Evaluation evaluation = Evaluation.of(predictions, targets);

        double[] expected = GOLDEN.doubles("output.mae_mse_rmse_mape_mspe");
        assertEquals(expected[0], evaluation.metrics().get("mae"), 1e-6);
        assertEquals(expected[1], evaluation.metrics().get("mse"), 1e-6);
        assertEquals(expected[2], evaluation.metrics().get("rmse"), 1e-6);
    }

    private static Tensor row(Tensor all, int i) {
        float[] row = new float[21];
        all.data().get(i * 21, row);
        return Tensor.of(row, 7, 3);
    }

    @Test
    void the_loss_is_that_of_the_probability_of_what_is_right() {
        Evaluation evaluation =
                Evaluation.of(
                        List.of(classes(0.2f, 0.8f), classes(0.5f, 0.5f)),
                        List.of(new Target.Label("1"), new Target.Label("0")));

        assertEquals(-(Math.log(0.8) + Math.log(0.5)) / 2, evaluation.loss(), 1e-6);
    }

    @Test
    void several_labels_are_counted_label_by_label() {
        List<Prediction> predictions =
                List.of(classes(0.9f, 0.2f), classes(0.4f, 0.7f), classes(0.8f, 0.9f));
        List<Target> targets =
                List.of(
                        new Target.Labels(Set.of("0")),
                        new Target.Labels(Set.of("0", "1")),
                        new Target.Labels(Set.of()));

        Evaluation evaluation = Evaluation.of(predictions, targets);

        // label 0: one right of two answered and two true; label 1: one of two answered and one
        // true
        assertEquals((2.0 / 4 + 2.0 / 3) / 2, evaluation.score(), 1e-9);
        assertEquals(2.0 * 2 / (4 + 3), evaluation.metrics().get("pooled_f1"), 1e-9);
        assertEquals(1.0 / 3, evaluation.metrics().get("exact"), 1e-9);
    }

    @Test
    void the_mean_alone_explains_nothing_and_the_truth_everything() {
        List<Target> targets = List.of(number(1), number(2), number(6));

        assertEquals(0, Evaluation.of(answers(3, 3, 3), targets).score(), 1e-9);
        assertEquals(1, Evaluation.of(answers(1, 2, 6), targets).score(), 1e-9);
        assertEquals(14.0 / 3, Evaluation.of(answers(3, 3, 3), targets).loss(), 1e-9);
    }

    private static Target number(float value) {
        return new Target.Numbers(Tensor.of(new float[] {value}, 1));
    }

    private static List<Prediction> answers(float... values) {
        List<Prediction> answers = new ArrayList<>();
        for (float value : values) {
            Tensor tensor = Tensor.of(new float[] {value}, 1);
            answers.add(new Prediction.Values(tensor, List.of(), List.of()));
        }
        return answers;
    }

    @Test
    void an_interval_of_a_share_is_wilsons() {
        Evaluation.Interval some = Intervals.ofShare(0.8, 50);
        Evaluation.Interval all = Intervals.ofShare(1, 10);

        assertEquals(0.6696, some.low(), 1e-4);
        assertEquals(0.8876, some.high(), 1e-4);
        assertEquals(0.7225, all.low(), 1e-4);
        assertEquals(1, all.high(), 1e-9);
    }

    @Test
    void an_interval_of_a_mean_holds_it_and_is_narrower_for_more_values() {
        double[] few = new double[20];
        double[] many = new double[2000];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 5;
            few[i % few.length] = i % 5;
        }

        Evaluation.Interval wide = Intervals.ofMean(few);
        Evaluation.Interval narrow = Intervals.ofMean(many);

        assertTrue(wide.low() < 2 && wide.high() > 2);
        assertTrue(narrow.low() < 2 && narrow.high() > 2);
        assertTrue(narrow.high() - narrow.low() < (wide.high() - wide.low()) / 4);
    }

    @Test
    void kinds_that_do_not_go_together_and_unknown_labels_are_refused() {
        assertEquals(
                ErrorCode.SCHEMA_MISMATCH,
                refusal(List.of(classes(1, 0)), List.of(number(1))).code());
        var unknown = refusal(List.of(classes(1, 0)), List.of(new Target.Label("whale")));
        assertTrue(unknown.getMessage().contains("'whale'"), unknown.getMessage());
        assertEquals(ErrorCode.EMPTY_INPUT, refusal(List.of(), List.of()).code());
    }

    private static MetaTransformerException refusal(
            List<Prediction> predictions, List<Target> targets) {
        return assertThrows(
                MetaTransformerException.class, () -> Evaluation.of(predictions, targets));
    }

    @Test
    void the_rate_climbs_in_the_warm_up_and_ends_at_the_least() {
        FitSettings settings =
                new FitSettings(100, 256, 1e-3, 1e-6, 0.05, 15, false, 0.2, TrainingRules.DEFAULT);

        assertEquals(1e-3 / 6, settings.rate(0, 100), 1e-9);
        assertEquals(1e-3, settings.rate(5, 100), 1e-9);
        assertEquals((1e-3 + 1e-6) / 2, settings.rate(52, 100), 2e-5);
        assertEquals(1e-6, settings.rate(100, 100), 1e-9);
    }

    @Test
    void every_label_keeps_its_share_in_both_parts() {
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            String label = i % 10 == 0 ? "rare" : "common";
            examples.add(
                    new Example(
                            "" + i, Item.of(NumbersTokenizer.input(i)), new Target.Label(label)));
        }

        Split split = Split.of(examples, 0.2, 1);

        assertEquals(2, count(split.validation(), "rare"));
        assertEquals(18, count(split.validation(), "common"));
        assertEquals(80, split.training().size());
        assertEquals(split.validation(), Split.of(examples, 0.2, 1).validation());
        assertTrue(!split.validation().equals(Split.of(examples, 0.2, 2).validation()));
    }

    private static long count(List<Example> examples, String label) {
        return examples.stream().filter(e -> e.target().equals(new Target.Label(label))).count();
    }

    private static Prediction classes(float... scores) {
        List<Prediction.Label> labels = new ArrayList<>();
        for (int k = 0; k < scores.length; k++) {
            labels.add(new Prediction.Label("" + k, k, scores[k]));
        }
        labels.sort(Comparator.comparing((Prediction.Label label) -> -label.score()));
        return new Prediction.Classes(labels, true);
    }
}
