package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoWeightsTest {
    private static final int D = 8;
    private static final int P = 4;
    private final VideoTokenizer tokenizer = new VideoTokenizer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "patch_embed.proj",
                "encoder.patch_embed.proj",
                "module.backbone.patch_embed.projection",
                "videomae.embeddings.patch_embeddings.projection"
            })
    void a_video_models_projection_is_found_under_its_other_names(String name) {
        Weights checkpoint =
                Weights.of(
                        Map.of(
                                name + ".weight",
                                random(D, 3, 2, P, P),
                                name + ".bias",
                                random(D),
                                "encoder.pos_embed",
                                random(1, 8, D),
                                "encoder.blocks.0.norm1.weight",
                                random(D),
                                "mask_token",
                                random(1, 1, D)));

        Weights adopted = tokenizer.adopt(checkpoint);

        assertEquals(
                Set.of("patch_embed.proj.weight", "patch_embed.proj.bias", "pos_embed"),
                Set.copyOf(adopted.names()));
    }

    @Test
    void a_picture_models_projection_is_left_alone() {
        Weights checkpoint =
                Weights.of(
                        Map.of(
                                "patch_embed.proj.weight", random(D, 3, P, P),
                                "pos_embed", random(1, 8, D)));

        assertTrue(tokenizer.adopt(checkpoint).names().isEmpty());
    }

    @Test
    void a_video_tokenizer_that_computes_more_is_refused_by_name() {
        Weights checkpoint =
                Weights.of(
                        Map.of(
                                "patch_embed.proj.weight", random(D, 3, 2, P, P),
                                "cls_token", random(1, 1, D)));

        var refusal =
                assertThrows(MetaTransformerException.class, () -> tokenizer.adopt(checkpoint));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("cls_token"), refusal.getMessage());
    }

    @Test
    void a_picture_projection_is_inflated_on_request_alone() {
        Weights picture = Weights.of(Map.of("patch_embed.proj.weight", random(D, 3, P, P)));

        var refusal =
                assertThrows(MetaTransformerException.class, () -> open(Map.of(), picture).close());

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        open(Map.of("inflate", "mean"), picture).close();
    }

    /** A clip that stands still looks to inflated weights as its one picture looked to them before. */
    @ParameterizedTest
    @CsvSource({"mean, 2", "mean, 4", "centre, 2", "centre, 3"})
    void a_still_clip_gives_what_its_picture_gave(String inflate, int tubelet) {
        Tensor kernel = random(D, 3, P, P);
        Tensor picture = random(3, P, P);
        float[] still = new float[3 * tubelet * P * P];
        for (int i = 0; i < still.length; i++) {
            int c = i / (tubelet * P * P);
            still[i] = picture.toArray()[c * P * P + i % (P * P)];
        }
        float[] expected = new float[D];
        for (int i = 0; i < kernel.elements(); i++) {
            int inputs = 3 * P * P;
            expected[i / inputs] += kernel.toArray()[i] * picture.toArray()[i % inputs];
        }

        try (TokenizerSession session =
                open(
                        Map.of("inflate", inflate, "tubelet", tubelet, "pos_embed", "none"),
                        Weights.of(Map.of("patch_embed.proj.weight", kernel)))) {
            Tensor clip = Tensor.of(still, 3, tubelet, P, P);
            float[] token = session.tokenize(Input.of(Modality.VIDEO, clip)).tokens().toArray();

            assertArrayEquals(expected, token, 1e-5f);
        }
    }

    @Test
    void learned_positions_of_no_such_grid_are_refused_with_the_option_to_set() {
        Map<String, Tensor> weights = new HashMap<>();
        weights.put("patch_embed.proj.weight", random(D, 3, 2, P, P));
        weights.put("pos_embed", random(1, 60, D));

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> open(Map.of("frames", 8), Weights.of(weights)).close());

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("pos_grid"), refusal.getMessage());
        open(Map.of("frames", 8, "pos_grid", java.util.List.of(4, 3, 5)), Weights.of(weights))
                .close();
    }

    @Test
    void learned_positions_of_the_clips_own_grid_are_added_as_they_are() {
        Tensor kernel = Tensor.of(new float[D * 3 * 2 * P * P], D, 3, 2, P, P);
        Tensor table = random(1, 8, D);
        Weights weights = Weights.of(Map.of("patch_embed.proj.weight", kernel, "pos_embed", table));

        try (TokenizerSession session = open(Map.of("frames", 4), weights)) {
            Tensor clip = random(3, 4, 2 * P, 2 * P);
            Tensor tokens = session.tokenize(Input.of(Modality.VIDEO, clip)).tokens();

            assertArrayEquals(table.toArray(), tokens.toArray());
        }
    }

    private TokenizerSession open(Map<String, Object> config, Weights weights) {
        return tokenizer.open(ModelPart.of("test/tokenizers/video", D, config, weights));
    }

    private static Tensor random(int... shape) {
        int size = 1;
        for (int axis : shape) {
            size *= axis;
        }
        Random random = new Random(size);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, shape);
    }
}
