package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Under which names projects keep the parts of a picture tokenizer. */
final class KeyTable {
    private static final String HF = "vision_model.embeddings.";

    /** What training, compiling and whole models put in front of names. */
    private static final List<String> WRAPPERS =
            List.of("_orig_mod.", "module.", "backbone.", "encoder.", "embed.", "v.");

    private static final Map<String, String> OWN =
            Map.ofEntries(
                    Map.entry("proj.weight", PatchWeights.KERNEL),
                    Map.entry("patch_embed.proj.weight", PatchWeights.KERNEL),
                    Map.entry("patch_embed.projection.weight", PatchWeights.KERNEL),
                    Map.entry("visual.conv1.weight", PatchWeights.KERNEL),
                    Map.entry(HF + "patch_embedding.weight", PatchWeights.KERNEL),
                    Map.entry("proj.bias", PatchWeights.BIAS),
                    Map.entry("patch_embed.proj.bias", PatchWeights.BIAS),
                    Map.entry("patch_embed.projection.bias", PatchWeights.BIAS),
                    Map.entry(HF + "patch_embedding.bias", PatchWeights.BIAS),
                    Map.entry("cls_token", PatchWeights.CLASS_TOKEN),
                    Map.entry("visual.class_embedding", PatchWeights.CLASS_TOKEN),
                    Map.entry(HF + "class_embedding", PatchWeights.CLASS_TOKEN),
                    Map.entry("pos_embed", PatchWeights.POSITIONS),
                    Map.entry("visual.positional_embedding", PatchWeights.POSITIONS),
                    Map.entry(HF + "position_embedding.weight", PatchWeights.POSITIONS),
                    Map.entry("norm_pre.weight", PatchWeights.NORM + ".weight"),
                    Map.entry("norm_pre.bias", PatchWeights.NORM + ".bias"),
                    Map.entry("pre_norm.weight", PatchWeights.NORM + ".weight"),
                    Map.entry("pre_norm.bias", PatchWeights.NORM + ".bias"),
                    Map.entry("visual.ln_pre.weight", PatchWeights.NORM + ".weight"),
                    Map.entry("visual.ln_pre.bias", PatchWeights.NORM + ".bias"),
                    Map.entry("vision_model.pre_layrnorm.weight", PatchWeights.NORM + ".weight"),
                    Map.entry("vision_model.pre_layrnorm.bias", PatchWeights.NORM + ".bias"));

    /** What starts so belongs to the tokenizer; a name here that is not in the table means another model. */
    private static final List<String> TOKENIZER =
            List.of(
                    "patch_embed.",
                    "visual.conv1.",
                    "visual.ln_pre.",
                    HF,
                    "vision_model.pre_layrnorm.",
                    "norm_pre.",
                    "pre_norm.",
                    "dist_token",
                    "reg_token");

    /** Counts from 0 to N - 1; no weight. */
    private static final String POSITION_IDS = HF + "position_ids";

    private KeyTable() {}

    /**
     * The checkpoint's name of each tensor that belongs to the tokenizer, by the tokenizer's own.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if two tensors get one name
     */
    static Map<String, String> sources(Set<String> checkpoint) {
        Map<String, String> sources = new LinkedHashMap<>();
        for (String name : checkpoint) {
            Optional.ofNullable(OWN.get(bare(name)))
                    .ifPresent(
                            own -> {
                                String other = sources.putIfAbsent(own, name);
                                if (other != null) {
                                    throw new MetaTransformerException(
                                            ErrorCode.BAD_WEIGHTS,
                                            "'"
                                                    + other
                                                    + "' and '"
                                                    + name
                                                    + "' are both '"
                                                    + own
                                                    + "'");
                                }
                            });
        }
        return sources;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} that lists names of a tokenizer that
     *     computes something else
     */
    static void refuseUnknown(Set<String> checkpoint) {
        Set<String> unknown = new TreeSet<>();
        for (String name : checkpoint) {
            String bare = bare(name);
            if (!OWN.containsKey(bare)
                    && !bare.equals(POSITION_IDS)
                    && TOKENIZER.stream().anyMatch(bare::startsWith)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "the checkpoint's picture tokenizer has tensors that are not read here: "
                            + String.join(", ", unknown));
        }
    }

    private static String bare(String name) {
        String bare = name;
        for (boolean stripped = true; stripped; ) {
            stripped = false;
            for (String wrapper : WRAPPERS) {
                if (bare.startsWith(wrapper)) {
                    bare = bare.substring(wrapper.length());
                    stripped = true;
                }
            }
        }
        return bare;
    }
}
