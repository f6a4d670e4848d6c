package io.metatransformer.head.detection;

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
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class DetectionTrainingTest {
    private static final DetectionHead HEAD = new DetectionHead();
    private static final TrainingRules RULES = new TrainingRules(0.01, 0, 0, 10, 1);
    private static final double FLOOR = 0.8;

    private static final Map<String, Object> CONFIG =
            Map.of(
                    "labels", List.of("disc", "rectangle"),
                    "channels", 16,
                    "hidden", 64,
                    "proposals", 40,
                    "train_regions", 32,
                    "train_proposals", 60);

    @Test
    void discs_and_rectangles_on_noise_are_found_in_pictures_never_seen() {
        List<Pictures.Picture> seen = Pictures.some(64, 1);
        List<Pictures.Picture> unseen = Pictures.some(40, 2);
        List<Prediction> answers;
        try (HeadTraining training = begin(seen)) {
            int steps = 400;
            for (int t = 0; t < steps; t++) {
                List<Pictures.Picture> batch = seen.subList(t * 8 % 64, t * 8 % 64 + 8);
                double rate = 3e-3 * (1 + Math.cos(Math.PI * t / steps)) / 2;
                step(training, batch, rate, t);
            }
            answers = training.predict(digests(unseen));
        }

        double disc = averagePrecision("disc", unseen, answers);
        double rectangle = averagePrecision("rectangle", unseen, answers);

        assertTrue(disc > FLOOR, "AP at an overlap of 0.5 is " + disc);
        assertTrue(rectangle > FLOOR, "AP at an overlap of 0.5 is " + rectangle);
    }

    @Test
    void pictures_of_several_grids_and_of_no_object_are_learnt_together() {
        List<Pictures.Picture> mixed = new ArrayList<>(Pictures.some(3, 1));
        mixed.add(new Pictures.Picture(grid(2, 5), new Target.Boxes(List.of())));
        mixed.add(
                new Pictures.Picture(
                        grid(5, 2),
                        new Target.Boxes(List.of(new Target.Box(1, 1, 20, 20, "disc")))));
        try (HeadTraining training = begin(mixed)) {
            HeadTraining.Step step =
                    training.stepThrough(
                            digests(mixed), targets(mixed), ones(mixed.size()), 1e-3, 1);

            assertTrue(step.loss() > 0);
            assertEquals(mixed.size(), step.digestGradients().size());
            for (int i = 0; i < mixed.size(); i++) {
                assertEquals(
                        Arrays.toString(digests(mixed).get(i).shape()),
                        Arrays.toString(step.digestGradients().get(i).shape()));
            }
        }
    }

    @Test
    void a_picture_without_weight_changes_nothing() {
        List<Pictures.Picture> two = Pictures.some(2, 5);
        List<Pictures.Picture> other = List.of(two.get(0), Pictures.some(1, 6).get(0));

        float[] one = {1, 0};

        assertEquals(lossOf(two, one), lossOf(other, one), 1e-6);
    }

    @Test
    void a_training_goes_on_bit_for_bit_where_another_stopped() {
        List<Pictures.Picture> pictures = Pictures.some(4, 3);
        Weights straight;
        Weights resumed;
        try (HeadTraining training = begin(pictures)) {
            step(training, pictures, 1e-2, 1);
            Weights state = training.state().orElseThrow();
            step(training, pictures, 1e-2, 2);
            straight = training.weights();
            try (HeadTraining again = begin(pictures)) {
                again.restore(state);
                step(again, pictures, 1e-2, 2);
                resumed = again.weights();
            }
        }

        for (String name : straight.names()) {
            assertEquals(straight.get(name), resumed.get(name), name);
        }
    }

    @Test
    void features_get_the_gradient_of_their_tokens_alone() {
        Pictures.Picture picture = Pictures.some(1, 3).get(0);
        Tensor digest = HEAD.digest(picture.features(), options());
        float[] gradient = new float[digest.elements()];
        for (int i = 0; i < gradient.length; i++) {
            gradient[i] = i;
        }

        Tensor pulled =
                HEAD.pullback(picture.features(), options(), Tensor.of(gradient, digest.shape()));

        assertEquals(picture.features().values().elements(), pulled.elements());
        assertEquals(Pictures.WIDTH, pulled.data().get(0)); // the one row before the tokens
    }

    @Test
    void a_digest_keeps_the_view_and_the_tokens() {
        for (int width : new int[] {1, 3, 8, 9}) {
            Tensor tokens = Tensor.of(new float[6 * width], 1, 2, 3, width);
            View view = new View(2, 3, 400, 300, 10, 20, 200.5f, 100.25f);
            TokenGrid grid = new TokenGrid(view, tokens);

            assertEquals(grid, TokenGrid.ofDigest(grid.toDigest()));
        }
    }

    @Test
    void a_label_that_the_head_does_not_have_is_refused() {
        List<Pictures.Picture> pictures = Pictures.some(1, 1);
        Target cow = new Target.Boxes(List.of(new Target.Box(1, 1, 2, 2, "cow")));
        try (HeadTraining training = begin(pictures)) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> training.step(digests(pictures), List.of(cow), ones(1), 0, 0));

            assertEquals(ErrorCode.SCHEMA_MISMATCH, refusal.code());
            assertTrue(refusal.getMessage().contains("cow"));
        }
    }

    private static float lossOf(List<Pictures.Picture> pictures, float[] weights) {
        try (HeadTraining training = begin(pictures)) {
            return training.step(digests(pictures), targets(pictures), weights, 0, 1);
        }
    }

    private static Features grid(int rows, int cols) {
        TokenSequence sequence =
                TokenSequence.of(
                        Tensor.of(
                                new float[rows * cols * Pictures.WIDTH],
                                rows * cols,
                                Pictures.WIDTH),
                        Modality.IMAGE,
                        0,
                        new Layout.Grid(rows, cols),
                        Origin.named("p").with(Origin.WIDTH, 30).with(Origin.HEIGHT, 30));
        return Features.of(sequence.tokens(), sequence.segments());
    }

    private static HeadTraining begin(List<Pictures.Picture> pictures) {
        ModelPart start =
                ModelPart.of("test/heads/detection", Pictures.WIDTH, CONFIG, Weights.none());
        return HEAD.train(start, digests(pictures), RULES);
    }

    private static void step(
            HeadTraining training, List<Pictures.Picture> batch, double rate, long seed) {
        training.step(digests(batch), targets(batch), ones(batch.size()), rate, seed);
    }

    private static Options options() {
        return Options.of(HEAD.options(), CONFIG);
    }

    private static List<Tensor> digests(List<Pictures.Picture> pictures) {
        return pictures.stream().map(each -> HEAD.digest(each.features(), options())).toList();
    }

    private static List<Target> targets(List<Pictures.Picture> pictures) {
        return pictures.stream().map(each -> (Target) each.target()).toList();
    }

    private static float[] ones(int count) {
        float[] ones = new float[count];
        Arrays.fill(ones, 1);
        return ones;
    }

    /** Area under precision over recall, where an answer is right that overlaps an object by 0.5. */
    private static double averagePrecision(
            String label, List<Pictures.Picture> pictures, List<Prediction> answers) {
        Map<Prediction.Box, Boolean> right = new HashMap<>();
        int objects = 0;
        for (int i = 0; i < pictures.size(); i++) {
            List<Target.Box> open = new ArrayList<>(pictures.get(i).target().boxes());
            open.removeIf(Predicate.not(box -> box.label().equals(label)));
            objects += open.size();
            for (Prediction.Box box : ((Prediction.Boxes) answers.get(i)).boxes()) {
                if (box.label().label().equals(label)) {
                    right.put(box, open.removeIf(truth -> overlap(box, truth) > 0.5));
                }
            }
        }
        List<Prediction.Box> ranked = new ArrayList<>(right.keySet());
        ranked.sort(Comparator.comparing(box -> -box.label().score()));
        double area = 0;
        int found = 0;
        for (int n = 0; n < ranked.size(); n++) {
            if (right.get(ranked.get(n))) {
                found++;
                area += (double) found / (n + 1) / objects;
            }
        }
        return area;
    }

    private static float overlap(Prediction.Box a, Target.Box b) {
        return Overlap.of(
                new float[] {a.left(), a.top(), a.right(), a.bottom()},
                0,
                new float[] {b.left(), b.top(), b.right(), b.bottom()},
                0);
    }
}
