package io.metatransformer.head.detection;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class DetectionHeadTest {
    private static final int WIDTH = 16;
    private static final DetectionHead HEAD = new DetectionHead();
    private static final Map<String, Object> CONFIG =
            Map.of("labels", List.of("a", "b"), "channels", 4, "hidden", 8, "proposals", 30);
    private static final Origin CROPPED =
            Origin.named("p")
                    .with(Origin.WIDTH, 90)
                    .with(Origin.HEIGHT, 70)
                    .with(Origin.CROP_LEFT, 20.5)
                    .with(Origin.CROP_TOP, 10)
                    .with(Origin.CROP_WIDTH, 40)
                    .with(Origin.CROP_HEIGHT, 60);

    @Test
    void boxes_lie_in_the_part_of_the_picture_that_the_tokens_cover() {
        try (HeadSession session = open(false)) {
            var answer = (Prediction.Boxes) session.predict(features(CROPPED, 1));

            assertFalse(answer.boxes().isEmpty());
            for (Prediction.Box box : answer.boxes()) {
                assertTrue(20.5 <= box.left() && box.right() <= 60.5, box::toString);
                assertTrue(10 <= box.top() && box.bottom() <= 70, box::toString);
            }
        }
    }

    @Test
    void a_request_chooses_how_many_boxes_and_how_good() {
        Features features = features(CROPPED, 1);
        try (HeadSession session = open(false)) {
            var all = (Prediction.Boxes) session.predict(features);
            float best = all.boxes().get(0).label().score();

            var two = (Prediction.Boxes) session.predict(features, Map.of("max_boxes", 2));
            var none =
                    (Prediction.Boxes) session.predict(features, Map.of("score_threshold", best));

            assertEquals(all.boxes().subList(0, 2), two.boxes());
            assertEquals(List.of(), none.boxes());
        }
    }

    @Test
    void with_a_mask_head_each_pixel_may_be_asked_for() {
        Map<String, Object> masks = Map.of("answer", "mask");
        try (HeadSession session = open(true)) {
            var boxes = (Prediction.Boxes) session.predict(features(CROPPED, 1));
            var mask = (Prediction.Mask) session.predict(features(CROPPED, 1), masks);
            var nothing =
                    (Prediction.Mask)
                            session.predict(
                                    features(CROPPED, 1),
                                    Map.of("answer", "mask", "score_threshold", 1));

            assertFalse(boxes.boxes().isEmpty());
            assertEquals(List.of("background", "a", "b"), mask.labels());
            assertArrayEquals(new int[] {70, 90}, mask.classes().shape());
            float[] classes = mask.classes().toArray();
            for (int i = 0; i < classes.length; i++) {
                assertTrue(classes[i] == 0 || i % 90 >= 20 && i % 90 <= 60, "pixel " + i);
            }
            assertArrayEquals(new float[70 * 90], nothing.classes().toArray());
        }
    }

    @Test
    void masks_are_refused_without_a_mask_head_and_for_pictures_too_large() {
        Map<String, Object> masks = Map.of("answer", "mask");
        try (HeadSession session = open(false)) {
            refused(
                    ErrorCode.BAD_CONFIG,
                    "no mask head",
                    () -> session.predict(features(CROPPED, 1), masks));
        }
        Origin large = CROPPED.with(Origin.WIDTH, 50_000).with(Origin.HEIGHT, 50_000);
        try (HeadSession session = open(true)) {
            refused(
                    ErrorCode.LIMIT_EXCEEDED,
                    "50000 x 50000",
                    () -> session.predict(features(large, 1), masks));
        }
        Map<String, Object> always = new LinkedHashMap<>(CONFIG);
        always.put("answer", "mask");
        ModelPart part = ModelPart.of("m/heads/d", WIDTH, always, weights(false));
        refused(ErrorCode.BAD_CONFIG, "no mask head", () -> HEAD.open(part));
    }

    @Test
    void where_masks_overlap_the_better_one_is_seen() {
        float[] boxes = {0, 0, 4, 4, 2, 2, 6, 6};
        Found found = new Found(boxes, new float[] {0.9f, 0.8f}, new int[] {1, 0});
        float[] full = new float[2 * 2 * 2 * 2];
        Arrays.fill(full, 50);

        var mask =
                MaskedPicture.of(
                        found,
                        Tensor.of(full, 2, 2, 2, 2),
                        new View(2, 2, 7, 7, 0, 0, 7, 7),
                        List.of("a", "b"));

        float[] classes = mask.classes().toArray();
        assertEquals(2, classes[3 * 7 + 3]);
        assertEquals(1, classes[5 * 7 + 5]);
        assertEquals(0, classes[6 * 7 + 6]);
    }

    @Test
    void features_that_are_no_numbers_are_told() {
        try (HeadSession session = open(false)) {
            refused(
                    ErrorCode.NON_FINITE_OUTPUT,
                    "not finite",
                    () -> session.predict(features(CROPPED, Float.NaN)));
        }
    }

    @Test
    void a_checkpoint_of_mm_detection_is_read_with_its_pyramid_under_either_name() {
        Map<String, Tensor> checkpoint = new LinkedHashMap<>();
        Weights own = weights(true);
        for (String name : own.names()) {
            checkpoint.put(name.replace("backbone.up", "up"), own.get(name));
        }
        Tensor other = Tensor.of(new float[1], 1);
        checkpoint.put("backbone.blocks.0.norm1.weight", other);
        checkpoint.put("head.weight", other);

        Weights adopted = HEAD.adopt(Weights.of(checkpoint));

        assertEquals(new TreeSet<>(own.names()), new TreeSet<>(adopted.names()));
        HEAD.open(ModelPart.of("m/heads/d", WIDTH, CONFIG, adopted)).close();
        Set<String> none = HEAD.adopt(Weights.of(Map.of("up2.weight", other))).names();
        assertEquals(Set.of(), none);
    }

    @Test
    void labels_are_needed_each_once() {
        for (List<String> labels : List.of(List.<String>of(), List.of("a", "a"))) {
            Options options = Options.of(HEAD.options(), Map.of("labels", labels));

            refused(ErrorCode.BAD_CONFIG, "'labels'", () -> HEAD.weights(options, WIDTH));
        }
    }

    private static void refused(ErrorCode code, String part, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code(), refusal::getMessage);
        assertTrue(refusal.getMessage().contains(part), refusal::getMessage);
    }

    private static HeadSession open(boolean masks) {
        return HEAD.open(ModelPart.of("m/heads/d", WIDTH, CONFIG, weights(masks)));
    }

    private static Weights weights(boolean masks) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : HEAD.weights(Options.of(HEAD.options(), CONFIG), WIDTH)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(1));
            } else if (masks) {
                drawn.put(
                        spec.name(),
                        WeightSpec.required(spec.name(), Drawn.small(0.3), spec.shape()).draw(1));
            }
        }
        return Weights.of(drawn);
    }

    private static Features features(Origin origin, float scale) {
        float[] tokens = new float[3 * 4 * WIDTH];
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = scale * (float) Math.sin(i * i);
        }
        TokenSequence sequence =
                TokenSequence.of(
                        Tensor.of(tokens, 12, WIDTH),
                        Modality.IMAGE,
                        0,
                        new Layout.Grid(3, 4),
                        origin);
        return Features.of(sequence.tokens(), sequence.segments());
    }
}
