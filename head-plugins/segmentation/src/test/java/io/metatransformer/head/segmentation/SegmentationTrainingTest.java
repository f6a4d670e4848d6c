package io.metatransformer.head.segmentation;

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
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.TrainableHeadContract;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentationTrainingTest {
    private static final int D = 16;
    private static final List<String> LABELS = List.of("sky", "land");

    private abstract static class OneDecoder extends TrainableHeadContract {
        @Override
        protected String name() {
            return "segmentation";
        }

        @Override
        protected List<Example> examples() {
            return horizons(20, 0);
        }

        @Override
        protected List<Target> foreign() {
            return List.of(
                    new Target.Label("sky"),
                    new Target.Numbers(Tensor.of(new float[] {1}, 1)),
                    new Target.Mask(Tensor.of(new float[4], 2, 2), List.of("only")));
        }
    }

    @Nested
    class Linear extends OneDecoder {}

    @Nested
    class Convolutional extends OneDecoder {
        @Override
        protected Map<String, Object> config() {
            return Map.of("decoder", "fcn", "channels", 8, "dropout", 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "fcn", "fpn", "upernet"})
    void a_decoder_finds_the_horizon_in_pictures_that_it_has_not_seen(String decoder) {
        List<TrainableHeadContract.Example> unseen = horizons(10, 99);

        try (HeadTraining training = learnt(decoder, horizons(30, 0))) {
            double right = 0;
            for (TrainableHeadContract.Example each : unseen) {
                List<Prediction> answer = training.predict(List.of(digest(decoder, each)));
                float[] classes = ((Prediction.Mask) answer.get(0)).classes().toArray();
                float[] truth = ((Target.Mask) each.target()).classes().toArray();
                for (int i = 0; i < truth.length; i++) {
                    right += classes[i] == truth[i] ? 1.0 / truth.length / unseen.size() : 0;
                }
            }

            // Both classes are as frequent; tokens are 12 px high, and noisy.
            double share = right;
            assertTrue(share > 0.85, () -> decoder + " had " + share + " of the pixels");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"linear", "fcn", "fpn", "upernet"})
    void the_gradient_of_tokens_agrees_with_finite_differences(String decoder) {
        List<TrainableHeadContract.Example> examples = horizons(3, 5);
        List<Target> targets = examples.stream().map(e -> e.target()).toList();
        List<Tensor> digests = examples.stream().map(e -> digest(decoder, e)).toList();
        float[] counts = {1, 0.5f, 2};

        try (HeadTraining training = learnt(decoder, examples)) {
            List<Tensor> gradients =
                    training.stepThrough(digests, targets, counts, 0, 1).digestGradients();

            for (int place : new int[] {GridFrame.NUMBERS, GridFrame.NUMBERS + 77, 150}) {
                double numeric = 0;
                for (float side : new float[] {1e-2f, -1e-2f}) {
                    float[] moved = digests.get(1).toArray();
                    moved[place] += side;
                    List<Tensor> all = new ArrayList<>(digests);
                    all.set(1, Tensor.of(moved, moved.length));
                    numeric += training.step(all, targets, counts, 0, 1) / (2 * side);
                }
                assertEquals(
                        numeric, gradients.get(1).data().get(place), 2e-3, decoder + " " + place);
            }
        }
    }

    @Test
    void gradients_go_back_to_the_tokens_of_the_grid() {
        SegmentationHead head = new SegmentationHead();
        Features features = Pictures.fused(Pictures.series(4, D), Pictures.whole(2, 3, D, 1));
        Options options = Options.of(head.options(), Map.of("labels", LABELS));
        float[] gradient = new float[GridFrame.NUMBERS + 6 * D];
        Arrays.fill(gradient, GridFrame.NUMBERS, gradient.length, 3);

        float[] back =
                head.pullback(features, options, Tensor.of(gradient, gradient.length)).toArray();

        for (int i = 0; i < back.length; i++) {
            assertEquals(i / D < 5 ? 0 : 3, back[i], "value " + i); // series, class token, grid
        }
    }

    @Test
    void pictures_of_several_sizes_learn_together() {
        List<TrainableHeadContract.Example> mixed = new ArrayList<>(horizons(6, 1));
        mixed.add(new TrainableHeadContract.Example(Pictures.cropped(2, 5, D, 1), half(48, 64)));

        try (HeadTraining training = learnt("linear", mixed)) {
            Prediction answer = training.predict(List.of(digest("linear", mixed.get(6)))).get(0);

            Tensor classes = ((Prediction.Mask) answer).classes();
            assertEquals(Target.IGNORED, classes.data().get(0), "left of what the tokens cover");
        }
    }

    @Test
    void ignored_pixels_teach_nothing() {
        List<TrainableHeadContract.Example> examples = horizons(2, 1);
        float[] nothing = new float[48 * 64];
        Arrays.fill(nothing, Target.IGNORED);
        Target unknown = new Target.Mask(Tensor.of(nothing, 48, 64), LABELS);
        List<Tensor> digests = examples.stream().map(e -> digest("linear", e)).toList();

        try (HeadTraining training = learnt("linear", examples)) {
            float loss =
                    training.step(digests, List.of(unknown, unknown), new float[] {1, 1}, 0, 1);

            assertEquals(0, loss);
        }
    }

    @Test
    void classes_with_few_pixels_count_as_much_as_others_where_asked_for() {
        float[] classes = new float[100];
        Arrays.fill(classes, 0, 10, 1);
        Arrays.fill(classes, 90, 100, Target.IGNORED);
        Target mask = new Target.Mask(Tensor.of(classes, 10, 10), List.of("a", "b", "absent"));

        Map<String, Object> learnt =
                new SegmentationHead().learn(List.of(mask), Map.of("balance", "classes"));

        assertEquals(List.of(90 / 2.0 / 80, 90 / 2.0 / 10, 1.0), learnt.get("class_weights"));
    }

    @Test
    void a_mask_of_other_sides_than_its_picture_is_refused() {
        List<TrainableHeadContract.Example> examples = horizons(2, 1);
        List<Tensor> digests = List.of(digest("linear", examples.get(0)));

        try (HeadTraining training = learnt("linear", examples)) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () ->
                                    training.step(
                                            digests, List.of(half(64, 48)), new float[] {1}, 0, 1));

            assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
            assertTrue(refusal.getMessage().contains("64 x 48"), refusal.getMessage());
        }
    }

    private static Map<String, Object> config(String decoder) {
        Map<String, Object> config = new HashMap<>(Map.of("labels", LABELS, "decoder", decoder));
        config.put("dropout", 0);
        config.put("channels", 8);
        return config;
    }

    private static Tensor digest(String decoder, TrainableHeadContract.Example example) {
        SegmentationHead head = new SegmentationHead();
        return head.digest(example.features(), Options.of(head.options(), config(decoder)));
    }

    private static HeadTraining learnt(
            String decoder, List<TrainableHeadContract.Example> examples) {
        ModelPart start = ModelPart.of("heads/horizon", D, config(decoder), Weights.none());
        List<Tensor> digests = examples.stream().map(e -> digest(decoder, e)).toList();
        List<Target> targets = examples.stream().map(e -> e.target()).toList();
        float[] counts = new float[examples.size()];
        Arrays.fill(counts, 1);
        HeadTraining training =
                new SegmentationHead().train(start, digests, new TrainingRules(0.01, 0, 0, 0, 3));
        for (int step = 0; step < 60; step++) {
            training.step(digests, targets, counts, 0.01, step);
        }
        return training;
    }

    /** Pictures of 64 × 48 px: sky above land, with tokens that tell which they show, under noise. */
    private static List<TrainableHeadContract.Example> horizons(int count, long seed) {
        List<TrainableHeadContract.Example> examples = new ArrayList<>();
        Random random = new Random(seed);
        Random directions = new Random(7);
        float[] sky = new float[D];
        for (int d = 0; d < D; d++) {
            sky[d] = (float) directions.nextGaussian();
        }
        for (int i = 0; i < count; i++) {
            int horizon = 12 + 12 * random.nextInt(3);
            float[] tokens = new float[(1 + 4 * 4) * D];
            for (int t = 0; t < 17; t++) {
                int sign = t > 0 && (t - 1) / 4 * 12 < horizon ? 1 : -1;
                for (int d = 0; d < D; d++) {
                    tokens[t * D + d] = sign * sky[d] + (float) random.nextGaussian();
                }
            }
            float[] classes = new float[48 * 64];
            Arrays.fill(classes, horizon * 64, classes.length, 1);
            Origin origin = Origin.named("view").with(Origin.WIDTH, 64).with(Origin.HEIGHT, 48);
            Segment segment = new Segment(Modality.IMAGE, 0, 1, new Layout.Grid(4, 4), origin);
            examples.add(
                    new TrainableHeadContract.Example(
                            Features.of(Tensor.of(tokens, 17, D), List.of(segment)),
                            new Target.Mask(Tensor.of(classes, 48, 64), LABELS)));
        }
        return examples;
    }

    private static Target.Mask half(int height, int width) {
        float[] classes = new float[height * width];
        Arrays.fill(classes, classes.length / 2, classes.length, 1);
        return new Target.Mask(Tensor.of(classes, height, width), LABELS);
    }
}
