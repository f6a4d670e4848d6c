package io.metatransformer.head.classification;

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
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class ClassifierTrainingTest {
    private static final int WIDTH = 12;
    private static final String[] LABELS = {"bird", "cat", "dog"};

    /** The promises of every head that learns. */
    abstract static class Contract extends TrainableHeadContract {
        @Override
        protected String name() {
            return "classification";
        }

        @Override
        protected List<Example> examples() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                examples.add(new Example(features(i), new Target.Label(LABELS[i % 3])));
            }
            return examples;
        }

        @Override
        protected List<Target> foreign() {
            return List.of(
                    new Target.Numbers(Tensor.of(new float[] {1}, 1)), new Target.Label("alone"));
        }
    }

    @Nested
    class Linear extends Contract {}

    @Nested
    class WithHiddenLayers extends Contract {
        @Override
        protected Map<String, Object> config() {
            return Map.of("hidden", List.of(16), "pooling", List.of("cls", "mean"));
        }
    }

    @Nested
    class Several extends Contract {
        @Override
        protected List<Example> examples() {
            List<Example> examples = new ArrayList<>();
            for (int i = 0; i < 48; i++) {
                Set<String> labels = i % 3 == 0 ? Set.of() : Set.of("warm", LABELS[i % 3]);
                examples.add(new Example(features(i), new Target.Labels(labels)));
            }
            return examples;
        }

        @Override
        protected List<Target> foreign() {
            return List.of(new Target.Labels(Set.of()));
        }
    }

    /** Three kinds that lie apart in a few directions, far from 0 and of very different sizes. */
    private static Features features(int i) {
        double[] noise = new double[4 * WIDTH];
        new SplitMix64(i).fillNormal(noise);
        float[] values = new float[noise.length];
        for (int v = 0; v < values.length; v++) {
            int d = v % WIDTH;
            double kind = d % 3 == i % 3 ? 0.8 : 0;
            values[v] = (float) ((noise[v] * 0.5 + kind) * Math.pow(3, d % 5) + 10 * d);
        }
        Segment segment =
                new Segment(
                        Modality.TIME_SERIES, 0, 0, new Layout.Series(4), Origin.named("row " + i));
        return Features.of(Tensor.of(values, 4, WIDTH), List.of(segment));
    }

    @Test
    void a_linear_head_tells_unseen_examples_apart() {
        ClassificationHead head = new ClassificationHead();
        Map<String, Object> config = Map.of("labels", List.of(LABELS), "norm", false);
        Options options = Options.of(head.options(), config);
        List<Tensor> digests = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            digests.add(head.digest(features(i), options));
            targets.add(new Target.Label(LABELS[i % 3]));
        }
        float[] ones = new float[150];
        Arrays.fill(ones, 1);
        ModelPart start = ModelPart.of("test/heads/animals", WIDTH, config, Weights.none());

        try (HeadTraining training = head.train(start, digests, TrainingRules.DEFAULT)) {
            for (int t = 0; t < 200; t++) {
                training.step(digests, targets, ones, 0.02, t);
            }
            int right = 0;
            for (int i = 1000; i < 1300; i++) {
                Tensor digest = head.digest(features(i), options);
                var answer = (Prediction.Classes) training.predict(List.of(digest)).get(0);
                right += answer.labels().get(0).label().equals(LABELS[i % 3]) ? 1 : 0;
            }
            assertTrue(right > 285, right + " of 300");
        }
    }

    @Test
    void answers_that_were_too_sure_are_calibrated_unless_nobody_wants_it() {
        ClassificationHead head = new ClassificationHead();
        Map<String, Object> config =
                Map.of("labels", List.of("cat", "dog"), "norm", false, "scores", "sigmoid");
        Weights sure =
                Weights.of(
                        Map.of(
                                "head.weight", Tensor.of(new float[] {9, 0, 0, 9}, 2, 2),
                                "head.bias", Tensor.of(new float[2], 2)));
        List<Tensor> digests = new ArrayList<>();
        List<Target> targets = new ArrayList<>();
        for (int i = 0; i < 40; i++) { // right in three of four
            boolean right = i % 4 > 0;
            digests.add(Tensor.of(new float[] {1, -1}, 2));
            targets.add(new Target.Labels(Set.of(right ? "cat" : "dog")));
        }

        Map<String, Object> found =
                head.calibrate(ModelPart.of("m", 2, config, sure), digests, targets);

        double temperature = (double) found.get("temperature");
        assertEquals(0.75, 1 / (1 + Math.exp(-9 / temperature)), 0.02);
        assertEquals(2, ((List<?>) found.get("thresholds")).size());
        Map<String, Object> without = new TreeMap<>(config);
        without.put("calibrate", false);
        assertEquals(
                Map.of(), head.calibrate(ModelPart.of("m", 2, without, sure), digests, targets));
    }

    @Test
    void labels_come_in_order_of_name_and_given_ones_stay_as_they_are() {
        ClassificationHead head = new ClassificationHead();
        List<Target> targets =
                List.of(new Target.Label("dog"), new Target.Label("cat"), new Target.Label("dog"));

        assertEquals(Map.of("labels", List.of("cat", "dog")), head.learn(targets, Map.of()));
        Map<String, Object> given = Map.of("labels", List.of("dog", "cat", "bird"));
        assertEquals(given, head.learn(targets, given));
        assertEquals(
                ErrorCode.SCHEMA_MISMATCH,
                refusal(() -> head.learn(targets, Map.of("labels", List.of("dog")))).code());
    }

    @Test
    void an_example_that_counts_nothing_teaches_nothing() {
        ClassificationHead head = new ClassificationHead();
        Map<String, Object> config = new TreeMap<>(Map.of("labels", List.of(LABELS)));
        Options options = Options.of(head.options(), config);
        ModelPart start = ModelPart.of("test/heads/animals", WIDTH, config, Weights.none());
        List<Tensor> digests = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            digests.add(head.digest(features(i), options));
        }
        List<Target> right = targets("bird", "cat", "dog", "bird", "cat", "dog");
        List<Target> wrong = targets("bird", "cat", "dog", "cat", "dog", "bird");
        float[] half = {1, 1, 1, 0, 0, 0};

        float[] first = after(head, start, digests, right, half);
        float[] second = after(head, start, digests, wrong, half);

        assertTrue(Arrays.equals(first, second));
    }

    private static float[] after(
            ClassificationHead head,
            ModelPart start,
            List<Tensor> digests,
            List<Target> targets,
            float[] weights) {
        try (HeadTraining training = head.train(start, digests, TrainingRules.DEFAULT)) {
            training.step(digests, targets, weights, 0.1, 0);
            return training.weights().get("head.weight").toArray();
        }
    }

    @Test
    void a_label_that_the_head_does_not_have_is_refused_by_name() {
        ClassificationHead head = new ClassificationHead();
        Map<String, Object> config = Map.of("labels", List.of("cat", "dog"));
        List<Tensor> digests =
                List.of(head.digest(features(0), Options.of(head.options(), config)));
        ModelPart start = ModelPart.of("test/heads/animals", WIDTH, config, Weights.none());
        try (HeadTraining training = head.train(start, digests, TrainingRules.DEFAULT)) {
            var refusal =
                    refusal(
                            () ->
                                    training.step(
                                            digests, targets("whale"), new float[] {1}, 0.1, 0));

            assertTrue(refusal.getMessage().contains("'whale'"), refusal.getMessage());
        }
    }

    private static List<Target> targets(String... labels) {
        return Arrays.stream(labels).map(label -> (Target) new Target.Label(label)).toList();
    }

    private static MetaTransformerException refusal(Executable call) {
        return assertThrows(MetaTransformerException.class, call);
    }
}
