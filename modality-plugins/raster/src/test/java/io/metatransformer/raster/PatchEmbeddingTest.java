package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PatchEmbeddingTest {
    private static final Golden GRID =
            Golden.read(
                    PatchEmbeddingTest.class,
                    "/golden/image/img04_pos_embed_interpolation.safetensors");
    private static final int D = 32;

    @ParameterizedTest
    @CsvSource({
        "BICUBIC, pos_bicubic",
        "BICUBIC_ANTIALIAS, pos_bicubic_antialias",
        "BILINEAR, pos_bilinear"
    })
    void learned_positions_are_brought_to_another_grid(PositionResampling how, String golden) {
        Tensor table = GRID.tensor("weights.pos_embed").reshape(50, D);

        Tensor rows = PositionTable.learned(table, 1, 0, 7, 7, how).rows(10, 13);

        Tensor expected = GRID.tensor("intermediate." + golden).reshape(130, D);
        Within.assertClose(golden, expected, rows, 1e-5, 0);
    }

    @Test
    void a_position_before_the_grid_is_never_resampled() {
        Tensor table = GRID.tensor("weights.pos_embed").reshape(50, D);
        PositionTable positions =
                PositionTable.learned(table, 1, 1, 7, 7, PositionResampling.BICUBIC);

        float[] trained = positions.rows(7, 7).toArray();
        float[] other = positions.rows(3, 9).toArray();

        assertArrayEquals(table.toArray(), trained);
        for (int d = 0; d < D; d++) {
            assertEquals(trained[d], other[d]);
        }
    }

    @Test
    void sinusoids_follow_the_formula_and_leave_the_class_token_alone() {
        float[] rows = PositionTable.sinusoids(1, 6).rows(2, 2).toArray();

        assertEquals(0, rows[5]);
        assertEquals(0, rows[6], "sin 0");
        assertEquals(1, rows[7], "cos 0");
        assertEquals((float) Math.sin(3 / Math.pow(10_000, 2 / 6.0)), rows[4 * 6 + 2]);
    }

    @Test
    void a_picture_of_one_position_more_than_the_tokens_is_refused_with_both_numbers() {
        Map<String, Tensor> tensors = tensors();
        tensors.put("pos_embed", Tensor.of(new float[16 * D], 1, 16, D));
        tensors.put("cls_token", Tensor.of(new float[D], 1, 1, D));

        var refusal = assertThrows(MetaTransformerException.class, () -> open(tensors, Map.of()));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("16 positions"), refusal.getMessage());
    }

    @Test
    void a_table_that_is_no_square_needs_its_grid() {
        Map<String, Tensor> tensors = tensors();
        tensors.put("pos_embed", Tensor.of(new float[12 * D], 1, 12, D));

        var refusal = assertThrows(MetaTransformerException.class, () -> open(tensors, Map.of()));

        assertTrue(refusal.getMessage().contains("pos_grid"), refusal.getMessage());
        open(tensors, Map.of("pos_grid", List.of(3, 4))).close();
    }

    @Test
    void the_patch_is_that_of_the_weights_unless_the_model_says_another() {
        try (PatchEmbedding embedding = open(tensors(), Map.of())) {
            assertEquals(4, embedding.patch());
        }

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> open(tensors(), Map.of("patch", 8)));
        assertTrue(refusal.getMessage().contains("[32, 3, 8, 8]"), refusal.getMessage());
    }

    @Test
    void a_class_token_that_is_asked_for_must_be_there() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> open(tensors(), Map.of("cls", "prepend")));

        assertTrue(refusal.getMessage().contains("cls_token"), refusal.getMessage());
    }

    @Test
    void every_projects_names_are_adopted() {
        Map<String, List<String>> layouts =
                Map.of(
                        "data2seq", List.of("embed.proj.weight", "embed.proj.bias"),
                        "timm",
                                List.of(
                                        "patch_embed.proj.weight",
                                        "patch_embed.proj.bias",
                                        "cls_token",
                                        "pos_embed",
                                        "norm_pre.weight",
                                        "norm_pre.bias",
                                        "blocks.0.norm1.weight",
                                        "norm.bias"),
                        "mmpretrain",
                                List.of(
                                        "backbone.patch_embed.projection.weight",
                                        "backbone.patch_embed.projection.bias",
                                        "backbone.cls_token",
                                        "backbone.pos_embed",
                                        "backbone.pre_norm.weight",
                                        "backbone.pre_norm.bias"),
                        "openclip",
                                List.of(
                                        "visual.conv1.weight",
                                        "visual.class_embedding",
                                        "visual.positional_embedding",
                                        "visual.ln_pre.weight",
                                        "visual.ln_pre.bias",
                                        "positional_embedding",
                                        "visual.proj"),
                        "hf-clip",
                                List.of(
                                        "vision_model.embeddings.patch_embedding.weight",
                                        "vision_model.embeddings.class_embedding",
                                        "vision_model.embeddings.position_embedding.weight",
                                        "vision_model.embeddings.position_ids",
                                        "vision_model.pre_layrnorm.weight",
                                        "vision_model.pre_layrnorm.bias"));
        Map<String, Set<String>> adopted =
                Map.of(
                        "data2seq", Set.of("proj.weight", "proj.bias"),
                        "timm",
                                Set.of(
                                        "proj.weight",
                                        "proj.bias",
                                        "cls_token",
                                        "pos_embed",
                                        "norm_pre.weight",
                                        "norm_pre.bias"),
                        "mmpretrain",
                                Set.of(
                                        "proj.weight",
                                        "proj.bias",
                                        "cls_token",
                                        "pos_embed",
                                        "norm_pre.weight",
                                        "norm_pre.bias"),
                        "openclip",
                                Set.of(
                                        "proj.weight",
                                        "cls_token",
                                        "pos_embed",
                                        "norm_pre.weight",
                                        "norm_pre.bias"),
                        "hf-clip",
                                Set.of(
                                        "proj.weight",
                                        "cls_token",
                                        "pos_embed",
                                        "norm_pre.weight",
                                        "norm_pre.bias"));

        layouts.forEach(
                (layout, names) ->
                        assertEquals(
                                adopted.get(layout),
                                PatchWeights.adopt(checkpoint(names), Set.of(3)).names(),
                                layout));
    }

    @Test
    void flat_vectors_of_clip_get_the_axes_that_the_tokenizer_has() {
        Weights adopted =
                PatchWeights.adopt(
                        checkpoint(
                                List.of(
                                        "visual.conv1.weight",
                                        "visual.class_embedding",
                                        "visual.positional_embedding")),
                        Set.of(3));

        assertArrayEquals(new int[] {1, 1, D}, adopted.get("cls_token").shape());
        assertArrayEquals(new int[] {1, 17, D}, adopted.shape("pos_embed"));
    }

    @Test
    void a_tokenizer_that_computes_something_else_is_not_taken_in_part() {
        Weights checkpoint =
                checkpoint(List.of("patch_embed.proj.weight", "patch_embed.norm.weight"));

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> PatchWeights.adopt(checkpoint, Set.of(3)));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().contains("patch_embed.norm.weight"), refusal.getMessage());
    }

    @Test
    void patches_of_other_channels_or_axes_belong_to_somebody_else() {
        Weights audio = Weights.of(Map.of("proj.weight", Tensor.of(new float[256], 1, 1, 16, 16)));
        Weights video = Weights.of(Map.of("proj.weight", Tensor.of(new float[24], 1, 3, 2, 2, 2)));

        assertTrue(PatchWeights.adopt(audio, Set.of(3)).names().isEmpty());
        assertTrue(PatchWeights.adopt(video, Set.of(3)).names().isEmpty());
    }

    private static Weights checkpoint(List<String> names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            boolean kernel =
                    name.endsWith("weight")
                            && (name.contains("proj")
                                    || name.contains("conv1")
                                    || name.contains("patch_embedding"));
            boolean positions = name.contains("position") || name.contains("pos_embed");
            tensors.put(
                    name,
                    kernel
                            ? Tensor.of(new float[D * 3 * 16], D, 3, 4, 4)
                            : positions
                                    ? Tensor.of(new float[17 * D], 17, D)
                                    : Tensor.of(new float[D], D));
        }
        return Weights.of(tensors);
    }

    private static Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("proj.weight", Tensor.of(new float[D * 3 * 16], D, 3, 4, 4));
        return tensors;
    }

    private static PatchEmbedding open(Map<String, Tensor> tensors, Map<String, ?> config) {
        Options options = Options.of(EmbeddingOptions.declared(), config);
        return PatchEmbedding.open(
                "test", Weights.of(tensors), EmbeddingOptions.from(options, "auto"), List.of(3), D);
    }
}
