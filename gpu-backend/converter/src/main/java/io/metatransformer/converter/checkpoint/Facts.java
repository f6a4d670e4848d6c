package io.metatransformer.converter.checkpoint;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.graph.Activation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What tensors do not say about a block: heads, eps, activation. Taken from the options, else from a
 * configuration beside the file, else from what the layout is known to have; what stays a guess is a warning.
 */
final class Facts {
    private static final int PER_HEAD = 64;

    /** Widths of the large models whose heads are not 64 wide: ViT-So400m, -H, -g and -G. */
    private static final Map<Integer, Integer> OTHER_HEADS =
            Map.of(1152, 16, 1280, 16, 1408, 16, 1664, 16);

    private final ImportOptions options;
    private final EncoderLayout layout;
    private final Optional<SideConfig> beside;
    private final List<String> warnings = new ArrayList<>();

    Facts(ImportOptions options, EncoderLayout layout, Optional<SideConfig> beside) {
        this.options = options;
        this.layout = layout;
        this.beside = beside;
    }

    List<String> warnings() {
        return warnings;
    }

    EncoderConfig config(BlockReader blocks, int depth, boolean finalNorm, Weights rest) {
        int D = blocks.width();
        Optional<SideConfig> side = beside.filter(config -> describes(config, D, depth));
        double eps =
                options.eps().or(() -> side.flatMap(SideConfig::eps)).orElseGet(() -> eps(rest));
        return new EncoderConfig(
                D,
                depth,
                options.heads().or(() -> side.flatMap(SideConfig::heads)).orElseGet(() -> heads(D)),
                blocks.hidden(),
                eps,
                options.activation()
                        .or(() -> side.flatMap(SideConfig::activation))
                        .orElseGet(this::activation),
                blocks.has(BlockKey.QKV_BIAS),
                blocks.has(BlockKey.SCALE1),
                OptionalDouble.empty(),
                finalNorm ? OptionalDouble.of(eps) : OptionalDouble.empty());
    }

    private boolean describes(SideConfig config, int D, int depth) {
        boolean same =
                config.width().map(width -> width == D).orElse(true)
                        && config.depth().map(layers -> layers == depth).orElse(true);
        if (!same) {
            warnings.add(config.file() + " beside the weights describes another model: not used");
        }
        return same;
    }

    private int heads(int D) {
        if (OTHER_HEADS.containsKey(D)) {
            int heads = OTHER_HEADS.get(D);
            warnings.add(
                    "the file does not say how many heads it has: assumed "
                            + heads
                            + ", as the known models of width "
                            + D
                            + " have");
            return heads;
        }
        if (D % PER_HEAD != 0) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "the file does not say how many heads it has, and its width "
                            + D
                            + " is no multiple of "
                            + PER_HEAD
                            + ": set heads");
        }
        return D / PER_HEAD;
    }

    private double eps(Weights rest) {
        // timm's CLIP models are the ones with a norm before the blocks, and keep CLIP's eps.
        boolean timmClip = layout == EncoderLayout.TIMM && rest.names().contains("norm_pre.weight");
        return timmClip ? EncoderLayout.OPENCLIP.eps() : layout.eps();
    }

    private Activation activation() {
        if (layout == EncoderLayout.OPENCLIP || layout == EncoderLayout.HF_CLIP) {
            warnings.add(
                    "the file does not say its activation: assumed "
                            + layout.activation().word()
                            + ". OpenAI's CLIP has quick_gelu, LAION's gelu: set it if that is wrong");
        }
        return layout.activation();
    }
}
