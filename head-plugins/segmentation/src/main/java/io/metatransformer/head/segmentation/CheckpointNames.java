package io.metatransformer.head.segmentation;

import io.metatransformer.api.Weights;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What known checkpoints call the tensors of this head. */
final class CheckpointNames {
    /** A tensor of a layer; counters of batch norms are none. */
    private static final String TENSOR = "(weight|bias|running_mean|running_var)";

    private static final Pattern UPERNET =
            Pattern.compile(
                    "decode_head\\.(psp_modules\\.\\d\\.1|lateral_convs\\.\\d|fpn_convs\\.\\d|bottleneck|fpn_bottleneck)"
                            + "\\.(conv|bn)\\."
                            + TENSOR
                            + "|decode_head\\.conv_seg\\.(weight|bias)");

    private static final Pattern FCN =
            Pattern.compile("(convs\\.0\\.(conv|bn)\\." + TENSOR + "|conv_seg\\.(weight|bias))");

    private static final Pattern PYRAMID =
            Pattern.compile("(backbone\\.)?((norm[1-4]|up1\\.[013]|up2)\\.(weight|bias))");

    private CheckpointNames() {}

    /** By what the checkpoint holds: UPerNet, a fully convolutional decoder, or a linear one. */
    static Weights adopted(Weights checkpoint) {
        Set<String> names = checkpoint.names();
        if (names.contains(UperNetDecoder.POOLED + "0.1.conv.weight")) {
            // The adapter of the reference has batch norms of these names, and no plain pyramid.
            boolean plain = names.stream().noneMatch(n -> n.endsWith("norm1.running_mean"));
            return checkpoint.renamed(name -> ofUperNet(name, plain));
        }
        for (String prefix : new String[] {"decode_head.", FcnDecoder.PREFIX}) {
            if (names.contains(prefix + "convs.0.conv.weight")) {
                return checkpoint.renamed(name -> ofFcn(name, prefix));
            }
        }
        boolean linear =
                names.contains(LinearDecoder.CLASSIFIER + ".weight")
                        && names.contains(LinearDecoder.NORM + ".weight")
                        && checkpoint.shape(LinearDecoder.CLASSIFIER + ".weight").length == 2;
        return linear ? checkpoint.renamed(CheckpointNames::ofLinear) : Weights.none();
    }

    private static Optional<String> ofUperNet(String name, boolean plain) {
        if (UPERNET.matcher(name).matches()) {
            return Optional.of(name);
        }
        var pyramid = PYRAMID.matcher(name);
        return plain && pyramid.matches()
                ? Optional.of(UperNetDecoder.PYRAMID + pyramid.group(2))
                : Optional.empty();
    }

    private static Optional<String> ofFcn(String name, String prefix) {
        return name.startsWith(prefix) && FCN.matcher(name.substring(prefix.length())).matches()
                ? Optional.of(FcnDecoder.PREFIX + name.substring(prefix.length()))
                : Optional.empty();
    }

    private static Optional<String> ofLinear(String name) {
        return name.matches("(norm|classifier)\\.(weight|bias)")
                ? Optional.of(name)
                : Optional.empty();
    }
}
