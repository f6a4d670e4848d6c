package io.metatransformer.head.pointsegmentation;

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
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Optimiser;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PointTrainingTest {
    private static final int WIDTH = 8;
    private static final PointSegmentationHead HEAD = new PointSegmentationHead();

    private final List<Tensor> digests = new ArrayList<>();
    private final List<Target> targets = new ArrayList<>();
    private Options options;
    private ModelPart start;

    private void prepare(int clouds, int points, Map<String, Object> chosen) {
        List<Clouds.Example> examples = new ArrayList<>();
        for (int i = 0; i < clouds; i++) {
            examples.add(Clouds.of(points, WIDTH, i));
            targets.add(examples.get(i).target());
        }
        Map<String, Object> config = new HashMap<>(chosen);
        config.putAll(HEAD.learn(targets, chosen));
        options = Options.of(HEAD.options(), config);
        examples.forEach(each -> digests.add(HEAD.digest(each.features(), options)));
        start = ModelPart.of("test/heads/lamps", WIDTH, config, Weights.none());
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    @ParameterizedTest
    @CsvSource({
        "propagation, cross_entropy, batch, false",
        "scene, cross_entropy, layer, false",
        "part, poly_focal, batch, true"
    })
    void gradients_of_every_layer_agree_with_finite_differences(
            String decoder, String loss, String norm, boolean max) {
        prepare(
                3,
                40,
                Map.of(
                        "decoder",
                        decoder,
                        "loss",
                        loss,
                        "head_norm",
                        norm,
                        "head_max",
                        max,
                        "hidden",
                        6));
        TrainingRules rules = new TrainingRules(0, 0.1, 0, 0, 1);
        Optimiser plain = Optimiser.sgd(0, 0);
        ModelPart large =
                ModelPart.of(
                        "test/heads/lamps",
                        WIDTH,
                        start.config(),
                        large(decoder.equals("propagation")));
        try (PointTraining training = new PointTraining(large, options, digests, rules, plain)) {
            Weights before = training.state().orElseThrow();
            training.step(digests, targets, ones(3), 1, 5);
            Weights after = training.state().orElseThrow();

            for (String name : before.names()) {
                if (!name.startsWith("weight/") || name.contains(".running_")) {
                    continue;
                }
                float[] from = before.get(name).toArray();
                float[] to = after.get(name).toArray();
                double[] gradient = new double[from.length];
                double length = 0;
                for (int i = 0; i < from.length; i++) {
                    gradient[i] = from[i] - to[i]; // one step of rate 1
                    length += gradient[i] * gradient[i];
                }
                length = Math.sqrt(length);
                assertTrue(length > 0, name + " has no gradient");
                double size = Math.sqrt(from.length) * 1e-4;
                double numeric =
                        (loss(training, before, name, gradient, size / length)
                                        - loss(training, before, name, gradient, -size / length))
                                / (2 * size);
                assertEquals(length, numeric, 0.05 * length + 2e-4, name);
            }
        }
    }

    /** Weights around 1, where a loss bends less than around 0. */
    private Weights large(boolean straight) {
        Map<String, Tensor> large = new HashMap<>();
        SegmentationOptions layout = SegmentationOptions.from(options);
        for (WeightSpec spec : DecoderWeights.specs(layout, WIDTH, straight ? 0 : 2, 3)) {
            float[] values = spec.draw(1).toArray();
            for (int i = 0; spec.shape().length > 1 && i < values.length; i++) {
                values[i] *= 25;
            }
            large.put(spec.name(), Tensor.of(values, spec.shape()));
        }
        return Weights.of(large);
    }

    /** Where the tensor is moved along its gradient. */
    private double loss(
            PointTraining training, Weights state, String name, double[] gradient, double step) {
        float[] values = state.get(name).toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * gradient[i]);
        }
        Map<String, Tensor> moved = new LinkedHashMap<>();
        state.names().forEach(each -> moved.put(each, state.get(each)));
        moved.put(name, Tensor.of(values, state.shape(name)));
        training.restore(Weights.of(moved));
        return training.step(digests, targets, ones(3), 0, 5);
    }

    @ParameterizedTest
    @ValueSource(strings = {"propagation", "part"})
    void a_sphere_is_told_from_the_box_that_it_stands_on(String decoder) {
        prepare(24, 200, Map.of("decoder", decoder, "hidden", 16));
        TrainingRules rules = new TrainingRules(0.01, 0.1, 0.2, 0, 3);

        try (HeadTraining training = HEAD.train(start, digests, rules)) {
            for (int t = 0; t < 80; t++) {
                int from = 8 * (t % 3);
                training.step(
                        digests.subList(from, from + 8),
                        targets.subList(from, from + 8),
                        ones(8),
                        0.02 * (1 - t / 80.0),
                        t);
            }
            int[] both = new int[2];
            int[] either = new int[2];
            for (int i = 100; i < 105; i++) {
                Clouds.Example unseen = Clouds.of(400, WIDTH, i);
                Tensor digest = HEAD.digest(unseen.features(), options);
                float[] truth = unseen.target().classes().toArray();
                float[] found = classes(training.predict(List.of(digest)).get(0));
                for (int p = 0; p < truth.length; p++) {
                    for (int k = 0; k < 2; k++) {
                        both[k] += truth[p] == k && found[p] == k ? 1 : 0;
                        either[k] += truth[p] == k || found[p] == k ? 1 : 0;
                    }
                }
            }
            double meanIou = ((double) both[0] / either[0] + (double) both[1] / either[1]) / 2;
            assertTrue(meanIou > 0.9, "mean IoU " + meanIou);
        }
    }

    private static float[] classes(Prediction prediction) {
        return ((Prediction.PointLabels) prediction).classes().toArray();
    }

    @Test
    void points_without_a_known_label_teach_nothing() {
        prepare(2, 40, Map.of("hidden", 6));
        Target.PointLabels known = (Target.PointLabels) targets.get(0);
        float[] classes = known.classes().toArray();
        Arrays.fill(classes, 0, 40, Target.IGNORED);
        Target none = new Target.PointLabels(Tensor.of(classes, 40), Clouds.LABELS);
        TrainingRules rules = new TrainingRules(0, 0, 0, 0, 1);

        try (HeadTraining training = HEAD.train(start, digests, rules)) {
            Tensor before = training.weights().get("head.weight");

            float nothing = training.step(digests, List.of(none, none), ones(2), 0.1, 1);
            float all = training.step(digests, targets, new float[] {0, 1}, 0, 1);
            float first = training.step(digests, List.of(none, targets.get(1)), ones(2), 0, 1);

            assertEquals(0, nothing);
            assertEquals(before, training.weights().get("head.weight"));
            assertEquals(all, first, "a cloud without labels, and one that does not count");
        }
    }

    @Test
    void labels_that_do_not_belong_to_the_points_are_refused() {
        prepare(2, 40, Map.of("hidden", 6));
        Target few = new Target.PointLabels(Tensor.of(new float[39], 39), Clouds.LABELS);
        Target other = new Target.PointLabels(Tensor.of(new float[40], 40), List.of("roof"));
        TrainingRules rules = TrainingRules.DEFAULT;

        try (HeadTraining training = HEAD.train(start, digests, rules)) {
            refused("40 points has 39 labels", training, few);
            refused("no label 'roof'", training, other);
            refused("labels of points", training, new Target.Label("lamp"));
        }
        var unknown =
                assertThrows(
                        MetaTransformerException.class,
                        () -> HEAD.learn(targets, Map.of("labels", List.of("lamp/foot"))));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, unknown.code());
        assertTrue(unknown.getMessage().contains("'lamp/shade'"), unknown.getMessage());
    }

    private void refused(String part, HeadTraining training, Target target) {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                training.step(
                                        digests.subList(0, 1), List.of(target), ones(1), 0.1, 0));
        assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }

    @Test
    void labels_are_learnt_in_their_order_and_shapes_from_their_names() {
        prepare(1, 4, Map.of());

        Map<String, Object> learnt = HEAD.learn(targets, Map.of());

        assertEquals(Clouds.LABELS, learnt.get("labels"));
        assertEquals(List.of("lamp"), learnt.get("shapes"));
    }
}
