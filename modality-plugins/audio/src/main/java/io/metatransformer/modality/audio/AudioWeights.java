package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** The tensors of this tokenizer: their names, their shapes, and where checkpoints keep them. */
final class AudioWeights {
    static final String PROJECTION = "proj";
    static final String KERNEL = PROJECTION + ".weight";
    static final String BIAS = PROJECTION + ".bias";
    static final String CLASS_TOKEN = "cls_token";
    static final String DISTILLATION_TOKEN = "dist_token";
    static final String POSITIONS = "pos_embed";

    private static final String HF = "audio_spectrogram_transformer.embeddings.";

    /** What training, compiling and whole models put in front of names; {@code v.} is the reference's and AST's. */
    private static final List<String> WRAPPERS =
            List.of("_orig_mod.", "module.", "backbone.", "encoder.", "embed.", "v.");

    private static final Map<String, String> OWN =
            Map.ofEntries(
                    Map.entry("proj.weight", KERNEL),
                    Map.entry("proj.bias", BIAS),
                    Map.entry("patch_embed.proj.weight", KERNEL),
                    Map.entry("patch_embed.proj.bias", BIAS),
                    Map.entry("cls_token", CLASS_TOKEN),
                    Map.entry("dist_token", DISTILLATION_TOKEN),
                    Map.entry("pos_embed", POSITIONS),
                    Map.entry(HF + "patch_embeddings.projection.weight", KERNEL),
                    Map.entry(HF + "patch_embeddings.projection.bias", BIAS),
                    Map.entry(HF + "cls_token", CLASS_TOKEN),
                    Map.entry(HF + "distillation_token", DISTILLATION_TOKEN),
                    Map.entry(HF + "position_embeddings", POSITIONS));

    private AudioWeights() {}

    /**
     * @param width the encoder's, D
     */
    static List<WeightSpec> specs(
            TokenOptions options, int kernelBins, int kernelFrames, int width) {
        int D = width;
        int channels = options.sumRgb() ? 3 : 1;
        List<WeightSpec> specs = new ArrayList<>();
        // As PyTorch starts a convolution.
        var uniform = new WeightSpec.Uniform(1 / Math.sqrt((double) kernelBins * kernelFrames));
        specs.add(WeightSpec.required(KERNEL, uniform, D, channels, kernelBins, kernelFrames));
        specs.add(WeightSpec.optional(BIAS, D));
        var narrow = new WeightSpec.Normal(0.02);
        int prefix = options.prefixTokens().orElse(0);
        specs.add(
                prefix >= 1
                        ? WeightSpec.required(CLASS_TOKEN, narrow, 1, 1, D)
                        : WeightSpec.optional(CLASS_TOKEN, 1, 1, D));
        specs.add(
                prefix >= 2
                        ? WeightSpec.required(DISTILLATION_TOKEN, narrow, 1, 1, D)
                        : WeightSpec.optional(DISTILLATION_TOKEN, 1, 1, D));
        boolean learned = options.positions().equals("learned");
        // Its length is known where the grid is said; else the table decides, and none can be
        // drawn.
        int length =
                options.trained().map(grid -> prefix + Math.toIntExact(grid.count())).orElse(-1);
        specs.add(
                learned
                        ? WeightSpec.required(POSITIONS, narrow, 1, length, D)
                        : WeightSpec.optional(POSITIONS, 1, -1, D));
        return specs;
    }

    /**
     * A checkpoint's audio tokenizer under its own names: Data2Seq's, the reference's, AST's or Hugging Face AST's,
     * whatever wraps them. Nothing if its kernel does not read one channel: then it is a picture's.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if two tensors get one name, or parts of the
     *     tokenizer are not known
     */
    static Weights adopt(Weights checkpoint) {
        Map<String, String> own = new LinkedHashMap<>();
        for (String name : checkpoint.names()) {
            Optional.ofNullable(OWN.get(bare(name))).ifPresent(found -> own.put(name, found));
        }
        Optional<String> kernel =
                own.keySet().stream().filter(name -> own.get(name).equals(KERNEL)).findFirst();
        boolean sound =
                kernel.map(checkpoint::shape)
                        .filter(shape -> shape.length == 4 && shape[1] == 1)
                        .isPresent();
        if (!sound) {
            return Weights.none();
        }
        refuseUnknown(checkpoint.names());
        return checkpoint.renamed(name -> Optional.ofNullable(own.get(name)));
    }

    private static void refuseUnknown(Set<String> names) {
        Set<String> unknown = new TreeSet<>();
        for (String name : names) {
            String bare = bare(name);
            boolean tokenizer = bare.startsWith("patch_embed.") || bare.startsWith(HF);
            if (tokenizer && !OWN.containsKey(bare)) {
                unknown.add(name);
            }
        }
        if (!unknown.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "the checkpoint's audio tokenizer has tensors that are not read here: "
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
