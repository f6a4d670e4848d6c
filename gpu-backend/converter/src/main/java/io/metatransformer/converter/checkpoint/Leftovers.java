package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a checkpoint holds beside the encoder, for tokenizers and heads. Wrappers are taken off, and what several
 * projects call differently has one name: Hugging Face ViT's as timm has it, a lone visual tower's as if the rest
 * of its CLIP were there. Tensors of whole numbers (buffers, not weights) are left out.
 */
final class Leftovers implements Weights {
    private static final Map<String, String> TIMM_NAMES =
            Map.of(
                    "embeddings.cls_token", "cls_token",
                    "embeddings.position_embeddings", "pos_embed",
                    "embeddings.patch_embeddings.projection.", "patch_embed.proj.",
                    "embeddings.distillation_token", "dist_token",
                    "embeddings.mask_token", "mask_token",
                    "embeddings.register_tokens", "reg_token",
                    "layernorm.", "norm.",
                    "classifier.", "head.",
                    "cls_classifier.", "head.",
                    "distillation_classifier.", "head_dist.");

    private final Unwrapped file;
    private final Dialect dialect;
    private final String parent;
    private final Map<String, String> names = new LinkedHashMap<>();

    /**
     * @param used names of the checkpoint that the encoder took
     */
    Leftovers(Unwrapped file, BlockStack stack, Set<String> used) {
        this.file = file;
        this.dialect = stack.dialect();
        this.parent = StackChoice.parent(stack.prefix(), dialect);
        for (String name : file.names()) {
            if (!used.contains(name) && file.floating(name)) {
                add(name);
            }
        }
    }

    private void add(String name) {
        boolean added = names.putIfAbsent(renamed(name), name) == null;
        if (!added && names.putIfAbsent(name, name) != null) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    file.fileName()
                            + ": "
                            + file.shown(name)
                            + " has the name of another tensor once prefixes are taken off");
        }
    }

    private String renamed(String name) {
        return switch (dialect) {
            case CLIP -> bareText(tower(name, "visual."));
            case HF_CLIP -> tower(name, "vision_model.");
            case HF_VIT, HF_DINOV2 -> timm(without(parent, name));
            case TIMM ->
                    parent.contains("visual.")
                            ? bareText(without(parent, name))
                            : without(parent, name);
        };
    }

    /** Names as they are in a model whose visual tower is called {@code tower}. */
    private String tower(String name, String tower) {
        if (parent.endsWith(tower)) {
            return without(parent.substring(0, parent.length() - tower.length()), name);
        }
        return name.startsWith(parent) ? tower + name.substring(parent.length()) : name;
    }

    private static String bareText(String name) {
        return without("text.", name);
    }

    private static String timm(String name) {
        for (Map.Entry<String, String> entry : TIMM_NAMES.entrySet()) {
            if (name.startsWith(entry.getKey())) {
                return entry.getValue() + name.substring(entry.getKey().length());
            }
        }
        return name;
    }

    private static String without(String prefix, String name) {
        return name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(names.keySet());
    }

    @Override
    public int[] shape(String name) {
        return file.shape(names.getOrDefault(name, name));
    }

    @Override
    public Tensor get(String name) {
        return file.get(names.getOrDefault(name, name));
    }

    /**
     * Whether these are the rest of a CLIP model that can compare pictures with texts: its text tower and both
     * projections.
     */
    boolean completesClip() {
        return hasAny("token_embedding.weight", "text_model.embeddings.token_embedding.weight")
                && hasAny("text_projection", "text_projection.weight")
                && hasAny(
                        "visual.proj",
                        "visual_projection.weight",
                        "visual.head.proj.weight",
                        "head.proj.weight");
    }

    private boolean hasAny(String... wanted) {
        for (String name : wanted) {
            if (names.containsKey(name)) {
                return true;
            }
        }
        return false;
    }
}
