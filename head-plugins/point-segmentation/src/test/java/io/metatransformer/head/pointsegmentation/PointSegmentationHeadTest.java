package io.metatransformer.head.pointsegmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class PointSegmentationHeadTest {
    private static final int WIDTH = 8;
    private static final PointSegmentationHead HEAD = new PointSegmentationHead();

    private static HeadSession open(Map<String, Object> more) {
        Map<String, Object> config = new HashMap<>(Map.of("labels", Clouds.LABELS, "hidden", 6));
        config.putAll(more);
        SegmentationOptions layout = SegmentationOptions.from(Options.of(HEAD.options(), config));
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : DecoderWeights.specs(layout, WIDTH, 2, 3)) {
            drawn.put(spec.name(), spec.draw(1));
        }
        return HEAD.open(ModelPart.of("test/heads/lamps", WIDTH, config, Weights.of(drawn)));
    }

    private static float[] classes(Prediction prediction) {
        return ((Prediction.PointLabels) prediction).classes().toArray();
    }

    /** A cloud whose origin is another one. */
    private static Features with(Features features, String array, Tensor value) {
        Segment segment = features.segments().get(0);
        Origin origin = segment.origin().with(array, value);
        return Features.of(
                features.values(),
                List.of(
                        new Segment(
                                segment.modality(),
                                0,
                                segment.specialTokens(),
                                segment.layout(),
                                origin)));
    }

    @Test
    void a_point_without_a_place_gets_no_label_and_the_others_keep_theirs() {
        Features whole = Clouds.of(40, WIDTH, 1).features();
        float[] points = whole.segments().get(0).origin().arrays().get("points").toArray();
        Arrays.fill(points, 3 * 7, 3 * 8, Float.NaN);
        Features holed = with(whole, "points", Tensor.of(points, 40, 3));

        try (HeadSession session = open(Map.of())) {
            float[] expected = classes(session.predict(whole));
            expected[7] = -1;

            assertArrayEquals(expected, classes(session.predict(holed)));
        }
    }

    @Test
    void a_cloud_of_more_points_than_fit_one_run_is_labelled_as_its_parts_are() {
        Features one = Clouds.of(400, WIDTH, 1).features();
        float[] points = one.segments().get(0).origin().arrays().get("points").toArray();
        int times = 1500; // 600,000 points, more than one run holds
        float[] many = new float[times * points.length];
        for (int i = 0; i < times; i++) {
            System.arraycopy(points, 0, many, i * points.length, points.length);
        }
        Features repeated = with(one, "points", Tensor.of(many, 400 * times, 3));

        try (HeadSession session = open(Map.of())) {
            float[] expected = classes(session.predict(one));
            float[] found = classes(session.predict(repeated));

            assertEquals(400 * times, found.length);
            for (int i = 0; i < times; i += 499) {
                assertArrayEquals(expected, Arrays.copyOfRange(found, 400 * i, 400 * (i + 1)));
            }
        }
    }

    @Test
    void the_shape_of_a_part_comes_from_the_request_or_from_the_tokenizer() {
        Features lamp = Clouds.of(40, WIDTH, 1).features();
        Map<String, Object> part = Map.of("decoder", "part", "shapes", List.of("chair", "lamp"));
        try (HeadSession session = open(part)) {
            assertEquals(40, classes(session.predict(lamp)).length);
            assertEquals(40, classes(session.predict(lamp, Map.of("shape", "chair"))).length);
            refused(
                    ErrorCode.BAD_CONFIG,
                    "one of chair, lamp; got 'sofa'",
                    () -> session.predict(lamp, Map.of("shape", "sofa")));
        }
    }

    @Test
    void what_a_decoder_lacks_is_named() {
        Features good = Clouds.of(40, WIDTH, 1).features();
        try (HeadSession scene = open(Map.of("decoder", "scene"))) {
            Tensor wide = Tensor.of(new float[40], 8, 5 - 1 + 1);
            refused(
                    ErrorCode.SHAPE_MISMATCH,
                    "3 channels and a level of width 2, got 3 and 3",
                    () -> scene.predict(with(good, "level_1", Tensor.of(new float[48], 8, 6))));
            assertEquals(40, classes(scene.predict(with(good, "level_1", wide))).length);
            Tensor colours = Tensor.of(new float[280], 40, 7);
            refused(
                    ErrorCode.SHAPE_MISMATCH,
                    "got 7",
                    () -> scene.predict(with(good, "points", colours)));
        }
        refused(
                ErrorCode.BAD_CONFIG,
                "'shapes'",
                () -> open(Map.of("decoder", "part", "shapes", List.of())).close());
        refused(ErrorCode.BAD_CONFIG, "'labels'", () -> open(Map.of("labels", List.of())).close());
    }

    @Test
    void weights_that_leave_no_channel_for_points_are_refused() {
        Map<String, Object> config = Map.of("labels", Clouds.LABELS, "hidden", 6);
        SegmentationOptions layout = SegmentationOptions.from(Options.of(HEAD.options(), config));
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : DecoderWeights.specs(layout, WIDTH, 0, 0)) {
            drawn.put(spec.name(), spec.draw(1));
        }

        refused(
                ErrorCode.BAD_WEIGHTS,
                "'fine.0.conv.weight' reads more than 8 channels, got 8",
                () -> HEAD.open(ModelPart.of("test", WIDTH, config, Weights.of(drawn))).close());
    }

    @Test
    void the_norm_of_a_checkpoint_without_a_decoder_is_left_to_other_heads() {
        Tensor one = Tensor.of(new float[] {1}, 1);
        Weights classifier =
                Weights.of(Map.of("encoder.norm.weight", one, "head.head.0.0.weight", one));

        assertEquals(Set.of(), HEAD.adopt(classifier).names());
    }

    private static void refused(ErrorCode code, String part, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
