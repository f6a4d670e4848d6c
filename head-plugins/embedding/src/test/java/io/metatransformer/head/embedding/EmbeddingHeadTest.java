package io.metatransformer.head.embedding;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EmbeddingHeadTest {
    /** A class token, then two ordinary ones. */
    private static final Features ONE =
            features(List.of(segment(0, 1, 2)), 9, 8, /**/ 3, 0, /**/ 5, 8);

    @Test
    void the_mean_leaves_special_tokens_of_every_segment_out() {
        Features fused =
                features(
                        List.of(segment(0, 1, 1), segment(2, 2, 1)),
                        100,
                        100, /**/
                        1,
                        2, /**/
                        100,
                        100, /**/
                        100,
                        100, /**/
                        3,
                        6);

        Tensor vector = predict(open(Map.of()), fused, Map.of()).vectors();

        assertArrayEquals(new float[] {2, 4}, vector.toArray());
    }

    @Test
    void a_request_chooses_its_own_pooling() {
        HeadSession head = open(Map.of());

        assertArrayEquals(new float[] {9, 8}, vector(head, Map.of("pooling", "cls")));
        assertArrayEquals(new float[] {5, 8}, vector(head, Map.of("pooling", "max")));
        assertArrayEquals(new float[] {4, 4}, vector(head, Map.of()));
    }

    @Test
    void without_pooling_every_token_keeps_its_vector() {
        Tensor vectors = predict(open(Map.of()), ONE, Map.of("pooling", "none")).vectors();

        assertEquals(Tensor.of(new float[] {9, 8, 3, 0, 5, 8}, 3, 2), vectors);
    }

    @Test
    void without_pooling_every_vector_is_scaled_by_itself() {
        Tensor vectors =
                predict(
                                open(Map.of()),
                                features(List.of(segment(0, 0, 2)), 3, 4, 0, 0),
                                Map.of("pooling", "none", "normalize", true))
                        .vectors();

        assertEquals(Tensor.of(new float[] {0.6f, 0.8f, 0, 0}, 2, 2), vectors);
    }

    @Test
    void fewer_dimensions_are_kept_before_scaling() {
        float[] vector =
                vector(
                        open(Map.of()),
                        Map.of("pooling", "cls", "dimensions", 1, "normalize", true));

        assertArrayEquals(new float[] {1}, vector);
    }

    @Test
    void more_dimensions_than_there_are_are_refused_with_the_number_there_is() {
        HeadSession head = open(Map.of());

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> head.predict(ONE, Map.of("dimensions", 3)));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("at most 2"), refusal.getMessage());
    }

    @Test
    void the_norm_and_projection_of_the_weights_are_applied_in_this_order() {
        Weights weights =
                Weights.of(
                        Map.of(
                                "norm.weight", Tensor.of(new float[] {1, 2}, 2),
                                "norm.bias", Tensor.of(new float[] {0, 10}, 2),
                                "proj", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3)));
        ModelPart part = ModelPart.of("m", 2, Map.of("pooling", "cls"), weights);

        try (HeadSession head = new EmbeddingHead().open(part)) {
            Prediction.Embedding answer = predict(head, ONE, Map.of());

            // (9, 8) has deviation 0.5: normed (1, -1), then (1, 8), then projected.
            assertArrayEquals(new float[] {33, 42, 51}, answer.vectors().toArray(), 1e-4f);
        }
    }

    @Test
    void the_class_token_is_what_a_projection_was_trained_on() {
        Weights weights = Weights.of(Map.of("proj", Tensor.of(new float[] {1, 0, 0, 1}, 2, 2)));

        try (HeadSession head = new EmbeddingHead().open(ModelPart.of("m", 2, Map.of(), weights))) {
            assertArrayEquals(new float[] {9, 8}, vector(head, Map.of()));
            assertArrayEquals(new float[] {4, 4}, vector(head, Map.of("pooling", "mean")));
        }
    }

    @Test
    void the_projection_of_a_clip_model_is_taken_whichever_way_it_lies() {
        Tensor matrix = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor layer = Tensor.of(new float[] {1, 4, 2, 5, 3, 6}, 3, 2);
        EmbeddingHead head = new EmbeddingHead();

        Weights openClip = head.adopt(Weights.of(Map.of("visual.proj", matrix)));
        Weights huggingFace = head.adopt(Weights.of(Map.of("visual_projection.weight", layer)));

        assertEquals(matrix, openClip.get("proj"));
        assertEquals(matrix, huggingFace.get("proj"));
        assertArrayEquals(new int[] {2, 3}, huggingFace.shape("proj"));
    }

    @Test
    void a_norm_without_its_bias_is_refused() {
        Weights half = Weights.of(Map.of("norm.weight", Tensor.of(new float[] {1, 2}, 2)));
        ModelPart part = ModelPart.of("m", 2, Map.of(), half);

        var refusal =
                assertThrows(MetaTransformerException.class, () -> new EmbeddingHead().open(part));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("norm.bias"), refusal.getMessage());
    }

    @Test
    void a_space_is_claimed_only_for_vectors_made_the_way_of_the_model() {
        HeadSession head = open(Map.of("space", "clip", "pooling", "cls"));

        assertEquals(Optional.of("clip"), predict(head, ONE, Map.of()).space());
        assertEquals(Optional.of("clip"), predict(head, ONE, Map.of("normalize", true)).space());
        assertEquals(Optional.empty(), predict(head, ONE, Map.of("pooling", "mean")).space());
        assertEquals(Optional.empty(), predict(head, ONE, Map.of("dimensions", 1)).space());
    }

    @Test
    void features_of_another_width_are_refused_with_both_widths() {
        HeadSession head = open(Map.of());
        Features wide = features(List.of(segment(0, 0, 1)), 1, 2, 3);

        var refusal = assertThrows(MetaTransformerException.class, () -> head.predict(wide));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
        assertTrue(refusal.getMessage().contains("width 2, got 3"), refusal.getMessage());
    }

    private static HeadSession open(Map<String, Object> config) {
        return new EmbeddingHead().open(ModelPart.of("m", 2, config, Weights.none()));
    }

    private static Prediction.Embedding predict(
            HeadSession head, Features features, Map<String, ?> options) {
        return (Prediction.Embedding) head.predict(features, options);
    }

    private static float[] vector(HeadSession head, Map<String, ?> options) {
        return predict(head, ONE, options).vectors().toArray();
    }

    private static Segment segment(int start, int special, int ordinary) {
        return new Segment(
                Modality.IMAGE, start, special, new Layout.Set(ordinary), Origin.named("x"));
    }

    private static Features features(List<Segment> segments, float... values) {
        int rows = segments.get(segments.size() - 1).end();
        return Features.of(Tensor.of(values, rows, values.length / rows), segments);
    }
}
