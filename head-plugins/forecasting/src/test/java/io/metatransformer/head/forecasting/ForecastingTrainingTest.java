package io.metatransformer.head.forecasting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForecastingTrainingTest {
    private static final int STEPS = 16;
    private static final int HORIZON = SampleSeries.SEASON;
    private static final ForecastingHead HEAD = new ForecastingHead();

    /** The promises of every head that learns. */
    abstract static class Contract extends TrainableHeadContract {
        @Override
        protected String name() {
            return "forecasting";
        }

        @Override
        protected List<Example> examples() {
            return SampleSeries.starts(24).stream().map(this::example).toList();
        }

        Example example(int start) {
            return new Example(
                    SampleSeries.features(start, STEPS), SampleSeries.next(start, STEPS, HORIZON));
        }

        @Override
        protected List<Target> foreign() {
            return List.of(new Target.Label("up"), new Target.Numbers(Tensor.of(new float[2], 2)));
        }
    }

    @Nested
    class Flattened extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("horizon", HORIZON, "names", List.of("warmth", "pressure"));
        }
    }

    @Nested
    class FromTheLastValueByItsOwnPercentage extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("loss", "smape");
        }
    }

    @Nested
    class RelativeToTheChangeOfASeason extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("loss", "mase", "start", "mean");
        }
    }

    @Nested
    class Decoded extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("decoder", "decoder", "label", 8, "heads", 2, "hidden", 32);
        }
    }

    @Nested
    class GapsFilled extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("answer", "impute");
        }

        @Override
        Example example(int start) {
            var hidden = SampleSeries.hidden(start, STEPS);
            return new Example(hidden.features(), hidden.target());
        }
    }

    @Nested
    class Anomalies extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("answer", "anomaly", "ratio", 5);
        }

        @Override
        Example example(int start) {
            Tensor whole = SampleSeries.table(SampleSeries.values(start, STEPS));
            return new Example(
                    SampleSeries.features(start, STEPS),
                    new Target.Hidden(whole, SampleSeries.table(new float[whole.elements()])));
        }
    }

    @Test
    void a_season_under_noise_is_forecast_better_than_by_the_last_season() {
        try (HeadTraining training = learnt(Map.of("start", "mean"), 500, 200, 0.02)) {
            double seasonal = 0;
            double found = 0;
            int first = 3 * 500 + 100; // after all that was learnt
            for (int start = first; start < first + 60; start++) {
                Target.Continuation next = SampleSeries.next(start, STEPS, HORIZON);
                float[] answer = values(training, SampleSeries.features(start, STEPS));
                found += error(answer, next.values().toArray());
                float[] past = next.past().toArray();
                float[] last =
                        Arrays.copyOfRange(
                                past,
                                past.length - SampleSeries.SEASON * SampleSeries.CHANNELS,
                                past.length);
                seasonal += error(last, next.values().toArray());
            }

            // Noise twice over against noise once: the best there is halves the error.
            assertTrue(found < 0.65 * seasonal, found + " against " + seasonal);
        }
    }

    @Test
    void the_decoder_learns_a_season_from_what_it_reads_again() {
        Map<String, Object> config =
                Map.of("decoder", "decoder", "label", 8, "heads", 2, "hidden", 32, "dropout", 0);
        try (HeadTraining training = learnt(config, 40, 200, 0.03)) {
            double found = 0;
            for (int start = 300; start < 320; start++) {
                float[] answer = values(training, SampleSeries.features(start, STEPS));
                found += error(answer, SampleSeries.next(start, STEPS, HORIZON).values().toArray());
            }

            assertTrue(found / 20 < 0.1, "in variances of the channels: " + found / 20);
        }
    }

    /** Of {@code [P, C]}, in variances of each channel. */
    private static double error(float[] answer, float[] truth) {
        double error = 0;
        for (int i = 0; i < truth.length; i++) {
            double deviation = i % SampleSeries.CHANNELS == 0 ? 5 : 80;
            error += Math.pow((answer[i] - truth[i]) / deviation, 2) / truth.length;
        }
        return error;
    }

    private static float[] values(HeadTraining training, io.metatransformer.api.Features features) {
        Tensor digest = HEAD.digest(features, Options.of(HEAD.options(), config));
        return ((Prediction.Values) training.predict(List.of(digest)).get(0)).values().toArray();
    }

    private static Map<String, Object> config = Map.of();

    private static HeadTraining learnt(
            Map<String, Object> chosen, int count, int steps, double rate) {
        List<Target> targets = new ArrayList<>();
        for (int start : SampleSeries.starts(count)) {
            targets.add(SampleSeries.next(start, STEPS, HORIZON));
        }
        Map<String, Object> all = new TreeMap<>(chosen);
        all.putAll(HEAD.learn(targets, chosen));
        config = all;
        Options options = Options.of(HEAD.options(), all);
        List<Tensor> digests = new ArrayList<>();
        for (int start : SampleSeries.starts(count)) {
            digests.add(HEAD.digest(SampleSeries.features(start, STEPS), options));
        }
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        ModelPart start = ModelPart.of("test/heads/next", SampleSeries.WIDTH, all, Weights.none());
        HeadTraining training = HEAD.train(start, digests, new TrainingRules(0, 0, 0, 0, 0));
        for (int t = 0; t < steps; t++) {
            training.step(digests, targets, ones, rate * (1 - t / (double) steps), t);
        }
        return training;
    }

    @Test
    void what_was_chosen_must_be_what_the_examples_have() {
        List<Target> targets = List.of(SampleSeries.next(0, STEPS, HORIZON));

        Map<String, Object> learnt = HEAD.learn(targets, Map.of("horizon", "8"));

        assertEquals("8", learnt.get("horizon"));
        assertEquals(2, learnt.get("channels"));
        assertEquals("last", learnt.get("start"));
        assertEquals(SampleSeries.SEASON, learnt.get("season"));
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> HEAD.learn(targets, Map.of("horizon", 24)));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains("'horizon' is 24, the examples have 8"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"impute", "anomaly"})
    void a_batch_in_which_nothing_counts_is_no_step(String answer) {
        Map<String, Object> config = Map.of("answer", answer, "channels", 2);
        Options options = Options.of(HEAD.options(), config);
        var hidden = SampleSeries.hidden(0, STEPS);
        List<Tensor> digests = List.of(HEAD.digest(hidden.features(), options));
        ModelPart start =
                ModelPart.of("test/heads/gaps", SampleSeries.WIDTH, config, Weights.none());

        try (HeadTraining training = HEAD.train(start, digests, TrainingRules.DEFAULT)) {
            Weights before = training.weights();
            float loss = training.step(digests, List.of(hidden.target()), new float[1], 0.1, 0);

            assertEquals(0, loss);
            assertEquals(
                    before.get("projection.weight"), training.weights().get("projection.weight"));
        }
    }
}
