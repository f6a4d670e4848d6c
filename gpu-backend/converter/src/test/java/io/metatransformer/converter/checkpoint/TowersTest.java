package io.metatransformer.converter.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.graph.Activation;
import java.nio.file.Path;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole models: the encoder takes its blocks and the final norm, the rest goes on under names others know. */
class TowersTest {
    @TempDir private Path folder;

    @Test
    void the_visual_tower_of_a_clip_is_the_encoder_and_the_text_tower_is_left() {
        Towers.openClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(EncoderLayout.OPENCLIP, encoder.layout());
                            assertEquals(128, encoder.config().dim());
                            assertEquals(OptionalDouble.of(1e-5), encoder.config().finalNorm());
                            assertEquals(OptionalDouble.empty(), encoder.config().firstNorm());
                            encoder.weights().require("clip", encoder.config().weights());
                            Set<String> rest = encoder.rest().names();
                            assertTrue(rest.contains("visual.ln_pre.weight"), rest.toString());
                            assertTrue(rest.contains("visual.conv1.weight"), rest.toString());
                            assertTrue(rest.contains("transformer.resblocks.0.ln_1.weight"));
                            assertTrue(rest.contains("text_projection"));
                            assertFalse(rest.contains("visual.ln_post.weight"));
                        });
    }

    @Test
    void the_towers_of_one_clip_file_share_a_space_named_after_it() {
        Towers.openClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder ->
                                assertEquals(
                                        "openclip-" + encoder.origin().sha256().substring(0, 16),
                                        encoder.alignedSpace().orElseThrow()));
        Towers.huggingFaceClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder ->
                                assertEquals(
                                        "hf-clip-" + encoder.origin().sha256().substring(0, 16),
                                        encoder.alignedSpace().orElseThrow()));
    }

    @Test
    void a_visual_tower_alone_is_aligned_with_nothing_and_keeps_its_names() {
        Written alone = new Written();
        Towers.openClip()
                .tensors
                .forEach(
                        (name, tensor) -> {
                            if (name.startsWith("visual.")) {
                                alone.tensors.put(name.substring("visual.".length()), tensor);
                            }
                        });

        alone.read(
                folder,
                ImportOptions.none(),
                encoder -> {
                    assertTrue(encoder.alignedSpace().isEmpty());
                    assertEquals("transformer.resblocks.", encoder.prefix());
                    assertTrue(encoder.config().finalNorm().isPresent());
                    assertEquals(
                            Set.of(
                                    "visual.conv1.weight",
                                    "visual.class_embedding",
                                    "visual.positional_embedding",
                                    "visual.ln_pre.weight",
                                    "visual.ln_pre.bias",
                                    "visual.proj"),
                            encoder.rest().names());
                });
    }

    @Test
    void a_text_tower_alone_is_refused_unless_it_is_asked_for() {
        Written text = Towers.openClip();
        text.tensors.keySet().removeIf(name -> name.startsWith("visual."));

        String message = text.refusal(folder, ErrorCode.BAD_WEIGHTS, ImportOptions.none());

        Written.says(message, "text tower", "'transformer.resblocks.'");
        text.read(
                folder,
                ImportOptions.none().withPrefix("transformer.resblocks."),
                encoder -> assertEquals(64, encoder.config().dim()));
    }

    @Test
    void a_hugging_face_clip_is_split_alike() {
        Towers.huggingFaceClip()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(EncoderLayout.HF_CLIP, encoder.layout());
                            assertEquals("vision_model.encoder.layers.", encoder.prefix());
                            encoder.weights().require("clip", encoder.config().weights());
                            Set<String> rest = encoder.rest().names();
                            assertTrue(rest.contains("vision_model.pre_layrnorm.weight"));
                            assertTrue(
                                    rest.contains(
                                            "text_model.encoder.layers.0.layer_norm1.weight"));
                            assertFalse(rest.contains("vision_model.post_layernorm.weight"));
                        });
    }

    @Test
    void siglip_is_told_from_clip_by_its_patch_bias() {
        Written siglip = new Written();
        Towers.huggingFaceTower(siglip, "vision_model.", 128);
        siglip.with("vision_model.embeddings.patch_embedding.bias", 128);

        siglip.read(
                folder,
                ImportOptions.none(),
                encoder -> {
                    assertEquals(EncoderLayout.HF_SIGLIP, encoder.layout());
                    assertEquals(Activation.GELU_TANH, encoder.config().activation());
                    assertEquals(1e-6, encoder.config().eps());
                });
    }

    @Test
    void what_a_hugging_face_vit_leaves_has_timm_s_names() {
        Towers.huggingFaceVit()
                .read(
                        folder,
                        ImportOptions.none(),
                        encoder -> {
                            assertEquals(EncoderLayout.HF_VIT, encoder.layout());
                            assertEquals(OptionalDouble.of(1e-12), encoder.config().finalNorm());
                            assertEquals(
                                    Set.of(
                                            "cls_token",
                                            "pos_embed",
                                            "patch_embed.proj.weight",
                                            "patch_embed.proj.bias",
                                            "head.weight",
                                            "head.bias"),
                                    encoder.rest().names());
                            assertEquals(
                                    Towers.huggingFaceVit().tensors.get("vit.embeddings.cls_token"),
                                    encoder.rest().get("cls_token"));
                        });
    }

    @Test
    void wrappers_are_taken_off_what_is_left() {
        Written file =
                Written.blocks("module.backbone.blocks.", 1, 64)
                        .with("module.backbone.cls_token", 1, 1, 64)
                        .with("module.backbone.norm.weight", 64)
                        .with("module.backbone.norm.bias", 64)
                        .with("module.decode_head.conv.weight", 2, 64);

        file.read(
                folder,
                ImportOptions.none(),
                encoder -> {
                    assertTrue(encoder.config().finalNorm().isPresent());
                    assertEquals(
                            Set.of("cls_token", "decode_head.conv.weight"), encoder.rest().names());
                });
    }

    @Test
    void the_final_norm_can_be_left_to_others() {
        Written file =
                Written.blocks("blocks.", 1, 64).with("norm.weight", 64).with("norm.bias", 64);

        file.read(
                folder,
                ImportOptions.none().withFinalNorm(false),
                encoder -> {
                    assertTrue(encoder.config().finalNorm().isEmpty());
                    assertEquals(Set.of("norm.weight", "norm.bias"), encoder.rest().names());
                });
        file.tensors.remove("norm.bias");
        Written.says(
                file.refusal(folder, ErrorCode.BAD_WEIGHTS, ImportOptions.none()),
                "'norm.bias' is missing, expected [64]");
    }

    @Test
    void timm_s_clip_keeps_the_eps_of_clip() {
        Written file = Written.blocks("blocks.", 1, 64);

        file.read(folder, ImportOptions.none(), e -> assertEquals(1e-6, e.config().eps()));
        file.with("norm_pre.weight", 64)
                .with("norm_pre.bias", 64)
                .read(folder, ImportOptions.none(), e -> assertEquals(1e-5, e.config().eps()));
    }

    @Test
    void two_tensors_of_one_name_are_refused() {
        Written file = Written.blocks("", 1, 64).with("module.0.norm1.bias", 64);

        String message = file.refusal(folder, ErrorCode.BAD_WEIGHTS, ImportOptions.none());

        Written.says(message, "'0.norm1.bias'", "'module.0.norm1.bias'");
    }

    @Test
    void a_name_of_thousands_of_characters_is_refused() {
        Written file = Written.blocks("", 1, 64).with("module.".repeat(1000), 1);

        String message = file.refusal(folder, ErrorCode.LIMIT_EXCEEDED, ImportOptions.none());

        Written.says(message, "7000 characters");
    }
}
