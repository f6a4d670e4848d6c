package io.metatransformer.converter.checkpoint;

import java.util.List;

/** Small models as other projects save them, whole. */
final class Towers {
    private Towers() {}

    /** OpenCLIP, OpenAI's names: a visual tower of width 128 and a text tower of width 64, one block each. */
    static Written openClip() {
        Written made = new Written();
        clipBlock(made, "visual.transformer.resblocks.0.", 128);
        clipBlock(made, "transformer.resblocks.0.", 64);
        return made.with("visual.conv1.weight", 128, 3, 4, 4)
                .with("visual.class_embedding", 128)
                .with("visual.positional_embedding", 5, 128)
                .with("visual.ln_pre.weight", 128)
                .with("visual.ln_pre.bias", 128)
                .with("visual.ln_post.weight", 128)
                .with("visual.ln_post.bias", 128)
                .with("visual.proj", 128, 32)
                .with("token_embedding.weight", 100, 64)
                .with("positional_embedding", 77, 64)
                .with("ln_final.weight", 64)
                .with("ln_final.bias", 64)
                .with("text_projection", 64, 32)
                .with("logit_scale");
    }

    private static void clipBlock(Written made, String prefix, int D) {
        made.with(prefix + "ln_1.weight", D)
                .with(prefix + "ln_1.bias", D)
                .with(prefix + "attn.in_proj_weight", 3 * D, D)
                .with(prefix + "attn.in_proj_bias", 3 * D)
                .with(prefix + "attn.out_proj.weight", D, D)
                .with(prefix + "attn.out_proj.bias", D)
                .with(prefix + "ln_2.weight", D)
                .with(prefix + "ln_2.bias", D)
                .with(prefix + "mlp.c_fc.weight", 4 * D, D)
                .with(prefix + "mlp.c_fc.bias", 4 * D)
                .with(prefix + "mlp.c_proj.weight", D, 4 * D)
                .with(prefix + "mlp.c_proj.bias", D);
    }

    /** Hugging Face CLIP: both towers, one block each. */
    static Written huggingFaceClip() {
        Written made = new Written();
        huggingFaceTower(made, "vision_model.", 128);
        huggingFaceTower(made, "text_model.", 64);
        return made.with("vision_model.embeddings.class_embedding", 128)
                .with("vision_model.embeddings.patch_embedding.weight", 128, 3, 4, 4)
                .with("vision_model.embeddings.position_embedding.weight", 5, 128)
                .with("vision_model.pre_layrnorm.weight", 128)
                .with("vision_model.pre_layrnorm.bias", 128)
                .with("vision_model.post_layernorm.weight", 128)
                .with("vision_model.post_layernorm.bias", 128)
                .with("visual_projection.weight", 32, 128)
                .with("text_model.embeddings.token_embedding.weight", 100, 64)
                .with("text_model.embeddings.position_embedding.weight", 77, 64)
                .with("text_model.final_layer_norm.weight", 64)
                .with("text_model.final_layer_norm.bias", 64)
                .with("text_projection.weight", 32, 64)
                .with("logit_scale");
    }

    static void huggingFaceTower(Written made, String tower, int D) {
        String block = tower + "encoder.layers.0.";
        for (String half : List.of("q", "k", "v", "out")) {
            made.with(block + "self_attn." + half + "_proj.weight", D, D)
                    .with(block + "self_attn." + half + "_proj.bias", D);
        }
        for (String norm : List.of("layer_norm1", "layer_norm2")) {
            made.with(block + norm + ".weight", D).with(block + norm + ".bias", D);
        }
        made.with(block + "mlp.fc1.weight", 4 * D, D)
                .with(block + "mlp.fc1.bias", 4 * D)
                .with(block + "mlp.fc2.weight", D, 4 * D)
                .with(block + "mlp.fc2.bias", D);
    }

    /** Hugging Face ViT with one block, its embeddings and a classifier. */
    static Written huggingFaceVit() {
        int D = 128;
        String block = "vit.encoder.layer.0.";
        Written made = new Written();
        for (String part : List.of("query", "key", "value")) {
            made.with(block + "attention.attention." + part + ".weight", D, D)
                    .with(block + "attention.attention." + part + ".bias", D);
        }
        for (String norm : List.of("layernorm_before", "layernorm_after")) {
            made.with(block + norm + ".weight", D).with(block + norm + ".bias", D);
        }
        return made.with(block + "attention.output.dense.weight", D, D)
                .with(block + "attention.output.dense.bias", D)
                .with(block + "intermediate.dense.weight", 4 * D, D)
                .with(block + "intermediate.dense.bias", 4 * D)
                .with(block + "output.dense.weight", D, 4 * D)
                .with(block + "output.dense.bias", D)
                .with("vit.embeddings.cls_token", 1, 1, D)
                .with("vit.embeddings.position_embeddings", 1, 5, D)
                .with("vit.embeddings.patch_embeddings.projection.weight", D, 3, 4, 4)
                .with("vit.embeddings.patch_embeddings.projection.bias", D)
                .with("vit.layernorm.weight", D)
                .with("vit.layernorm.bias", D)
                .with("classifier.weight", 10, D)
                .with("classifier.bias", 10);
    }
}
