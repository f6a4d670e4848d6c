package io.metatransformer.head.classification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.SplitMix64;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CalibrationTest {
    private static final int K = 4;
    private static final int EXAMPLES = 4000;

    private final List<float[]> logits = new ArrayList<>();
    private final List<boolean[]> truths = new ArrayList<>();
    private final SplitMix64 random = new SplitMix64(5);

    private float[] drawn() {
        double[] noise = new double[K];
        random.fillNormal(noise);
        float[] drawn = new float[K];
        for (int k = 0; k < K; k++) {
            drawn[k] = (float) (3 * noise[k]);
        }
        return drawn;
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 2.5})
    void the_temperature_at_which_labels_were_drawn_is_found(double temperature) {
        for (int i = 0; i < EXAMPLES; i++) {
            float[] each = drawn();
            float[] cooled = each.clone();
            for (int k = 0; k < K; k++) {
                cooled[k] /= (float) temperature;
            }
            double[] shares = Scores.softmax(cooled);
            double at = random.nextDouble();
            int label = 0;
            while (label < K - 1 && at >= shares[label]) {
                at -= shares[label++];
            }
            boolean[] truth = new boolean[K];
            truth[label] = true;
            logits.add(each);
            truths.add(truth);
        }

        assertEquals(
                temperature,
                new Calibration(logits, truths, true).temperature(),
                0.1 * temperature);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.4, 1, 2.5})
    void so_it_is_where_every_label_was_drawn_alone(double temperature) {
        for (int i = 0; i < EXAMPLES; i++) {
            float[] each = drawn();
            boolean[] truth = new boolean[K];
            for (int k = 0; k < K; k++) {
                truth[k] = random.nextDouble() < 1 / (1 + Math.exp(-each[k] / temperature));
            }
            logits.add(each);
            truths.add(truth);
        }

        assertEquals(
                temperature,
                new Calibration(logits, truths, false).temperature(),
                0.1 * temperature);
    }

    @Test
    void a_few_examples_that_are_all_right_make_nothing_certain() {
        for (int i = 0; i < 8; i++) {
            logits.add(new float[] {4, 0});
            truths.add(new boolean[] {true, false});
        }

        double temperature = new Calibration(logits, truths, true).temperature();
        double probability = 1 / (1 + Math.exp(-4 / temperature));

        assertEquals(0.9, probability, 1e-3); // (8 + 1) / (8 + 2)
    }

    @Test
    void no_other_temperature_has_a_smaller_loss() {
        for (int i = 0; i < 50; i++) {
            logits.add(drawn());
            truths.add(new boolean[] {i % 3 == 0, i % 3 == 1, i % 3 == 2, false});
        }
        Calibration calibration = new Calibration(logits, truths, true);

        double best = calibration.loss(calibration.temperature());

        for (double log = Math.log(Calibration.LEAST);
                log < Math.log(Calibration.MOST);
                log += 0.1) {
            assertTrue(best <= calibration.loss(Math.exp(log)) + 1e-9);
        }
    }

    @Test
    void thresholds_part_what_holds_from_what_does_not() {
        List<double[]> probabilities =
                List.of(
                        new double[] {0.75, 0.5, 0.6},
                        new double[] {0.625, 0.25, 0.6},
                        new double[] {0.375, 0.125, 0.6},
                        new double[] {0.125, 0.0625, 0.6});
        List<boolean[]> holding =
                List.of(
                        new boolean[] {true, true, false},
                        new boolean[] {true, true, false},
                        new boolean[] {false, true, false},
                        new boolean[] {false, false, false});

        List<Double> best = Thresholds.best(probabilities, holding);

        assertEquals(List.of(0.5, 0.09375, 0.5), best);
    }
}
