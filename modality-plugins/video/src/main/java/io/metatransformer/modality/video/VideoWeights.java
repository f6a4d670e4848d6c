package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of this tokenizer under VideoMAE's names, and where other files keep them. */
final class VideoWeights {
    static final String PROJECTION = "patch_embed.proj";
    static final String KERNEL = PROJECTION + ".weight";
    static final String BIAS = PROJECTION + ".bias";
    static final String POSITIONS = "pos_embed";

    static final int USUAL_PATCH = 16;
    static final int USUAL_TUBELET = 2;

    private static final String HF = "embeddings.patch_embeddings.projection";

    /** What training, compiling and whole models put in front of names. */
    private static final List<String> WRAPPERS =
            List.of("_orig_mod.", "module.", "backbone.", "encoder.", "embed.", "v.", "videomae.");

    private static final Map<String, String> OWN =
            Map.of(
                    KERNEL,
                    KERNEL,
                    BIAS,
                    BIAS,
                    "patch_embed.projection.weight",
                    KERNEL,
                    "patch_embed.projection.bias",
                    BIAS,
                    HF + ".weight",
                    KERNEL,
                    HF + ".bias",
                    BIAS,
                    POSITIONS,
                    POSITIONS);

    /** What starts so belongs to a tokenizer that computes more than this one. */
    private static final List<String> TOKENIZERS =
            List.of("patch_embed.", "embeddings.", "cls_token", "dist_token", "time_embed");

    private VideoWeights() {}

    /**
     * @param width the encoder's, D
     */
    static List<WeightSpec> specs(TubeOptions options, int patch, int tubelet, int width) {
        int D = width;
        int[] kernel =
                options.inflation() == Inflation.NONE
                        ? new int[] {D, Clip.CHANNELS, tubelet, patch, patch}
                        : new int[] {D, Clip.CHANNELS, patch, patch};
        double inputs = 1;
        for (int axis = 1; axis < kernel.length; axis++) {
            inputs *= kernel[axis];
        }
        List<WeightSpec> specs = new ArrayList<>();
        // As PyTorch starts a convolution.
        var uniform = new WeightSpec.Uniform(1 / Math.sqrt(inputs));
        specs.add(WeightSpec.required(KERNEL, uniform, kernel));
        specs.add(WeightSpec.optional(BIAS, D));
        int count = options.positionCount().orElse(-1);
        specs.add(
                options.positions().equals("learned")
                        ? WeightSpec.required(POSITIONS, new WeightSpec.Normal(0.02), 1, count, D)
                        : WeightSpec.optional(POSITIONS, 1, count, D));
        return specs;
    }

    /**
     * A checkpoint's video tokenizer under its own names: VideoMAE's, mmaction's or Hugging Face's, whatever wraps
     * them. Nothing if it has none: a projection of pictures is no projection of tubes.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} that lists tensors of a video tokenizer that
     *     computes something else
     */
    static Weights adopt(Weights checkpoint) {
        boolean video =
                checkpoint.names().stream()
                        .filter(name -> KERNEL.equals(OWN.get(bare(name))))
                        .map(checkpoint::shape)
                        .anyMatch(shape -> shape.length == 5 && shape[1] == Clip.CHANNELS);
        if (!video) {
            return Weights.none();
        }
        refuseUnknown(checkpoint.names());
        return checkpoint.renamed(name -> Optional.ofNullable(OWN.get(bare(name))));
    }

    private static void refuseUnknown(Set<String> checkpoint) {
        Set<String> unknown = new TreeSet<>();
        for (String name : checkpoint) {
            String bare = bare(name);
            if (!OWN.containsKey(bare) && TOKENIZERS.stream().anyMatch(bare::startsWith)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "the checkpoint's video tokenizer has tensors that are not read here: "
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
