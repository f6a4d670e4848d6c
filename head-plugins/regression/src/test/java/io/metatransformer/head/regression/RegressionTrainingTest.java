package io.metatransformer.head.regression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.TrainableHeadContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class RegressionTrainingTest {
    private static final int WIDTH = 8;

    /** The promises of every head that learns. */
    abstract static class Contract extends TrainableHeadContract {
        @Override
        protected String name() {
            return "regression";
        }

        @Override
        protected List<Example> examples() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                examples.add(new Example(features(i), target(i)));
            }
            return examples;
        }

        @Override
        protected List<Target> foreign() {
            return List.of(new Target.Label("large"));
        }
    }

    @Nested
    class Linear extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("norm", false);
        }
    }

    @Nested
    class WithATransform extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("norm", false, "transform", true, "loss", "huber");
        }
    }

    private static Features features(int i) {
        double[] noise = new double[3 * WIDTH];
        new SplitMix64(i).fillNormal(noise);
        float[] values = new float[noise.length];
        for (int v = 0; v < values.length; v++) {
            values[v] = (float) (noise[v] * (1 + v % WIDTH) + 20 * (v % WIDTH));
        }
        Segment segment =
                new Segment(
                        Modality.TIME_SERIES, 0, 0, new Layout.Series(3), Origin.named("row " + i));
        return Features.of(Tensor.of(values, 3, WIDTH), List.of(segment));
    }

    /** Two numbers that depend on the mean of the rows in a line, in units far apart. */
    private static Target target(int i) {
        float[] rows = features(i).values().toArray();
        double first = 0;
        double second = 0;
        for (int v = 0; v < rows.length; v++) {
            first += (v % WIDTH == 1 ? 400 : -30) * rows[v] / 3;
            second += (v % WIDTH == 2 ? 1e-3 : 0) * rows[v] / 3;
        }
        return new Target.Numbers(Tensor.of(new float[] {(float) first, (float) second}, 2));
    }

    @Test
    void numbers_that_depend_on_the_features_in_a_line_are_found() {
        RegressionHead head = new RegressionHead();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            targets.add(target(i));
        }
        Map<String, Object> config = new TreeMap<>(Map.of("norm", false));
        config.putAll(head.learn(targets, config));
        Options options = Options.of(head.options(), config);
        List<Tensor> digests = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            digests.add(head.digest(features(i), options));
        }
        float[] ones = new float[200];
        Arrays.fill(ones, 1);
        ModelPart start = ModelPart.of("test/heads/sizes", WIDTH, config, Weights.none());

        try (HeadTraining training = head.train(start, digests, new TrainingRules(0, 0, 0, 0, 0))) {
            for (int t = 0; t < 400; t++) {
                training.step(digests, targets, ones, 0.05 * (1 - t / 400.0), t);
            }
            for (int i = 1000; i < 1020; i++) {
                var answer =
                        (Prediction.Values)
                                training.predict(List.of(head.digest(features(i), options))).get(0);
                float[] truth = ((Target.Numbers) target(i)).values().toArray();
                float[] found = answer.values().toArray();
                assertEquals(truth[0], found[0], 5, "the first number varies by hundreds");
                assertEquals(truth[1], found[1], 5e-5, "the second by thousandths");
            }
        }
    }

    @Test
    void the_unit_of_the_targets_is_learnt() {
        RegressionHead head = new RegressionHead();

        Map<String, Object> learnt =
                head.learn(List.of(numbers(1, 7), numbers(3, 7), numbers(5, 7)), Map.of());

        assertEquals(2, learnt.get("outputs"));
        assertEquals(List.of(3.0, 7.0), learnt.get("mean"));
        assertEquals(List.of(Math.sqrt(8 / 3.0), 1.0), learnt.get("deviation"));
    }

    @Test
    void rows_of_different_lengths_and_options_that_do_not_fit_are_refused() {
        RegressionHead head = new RegressionHead();

        assertEquals(
                ErrorCode.SCHEMA_MISMATCH,
                refusal(() -> head.learn(List.of(numbers(1), numbers(1, 2)), Map.of())).code());
        assertTrue(
                refusal(() -> head.open(part(Map.of("outputs", 2, "names", List.of("a")))))
                        .getMessage()
                        .contains("'names' takes one value for each of the 2 outputs, got 1"));
        assertTrue(
                refusal(() -> head.open(part(Map.of("deviation", List.of(0)))))
                        .getMessage()
                        .contains("above 0"));
    }

    private static ModelPart part(Map<String, Object> config) {
        return ModelPart.of("test/heads/sizes", WIDTH, config, Weights.none());
    }

    private static Target numbers(float... values) {
        return new Target.Numbers(Tensor.of(values, values.length));
    }

    private static MetaTransformerException refusal(Executable call) {
        return assertThrows(MetaTransformerException.class, call);
    }
}
