package io.metatransformer.head.detection;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The tensors of a detector, under the names of mm-detection. */
final class DetectionWeights {
    private static final Pattern PARTS = Pattern.compile("(neck|rpn_head|roi_head)\\..*");
    private static final Pattern PYRAMID = Pattern.compile("(backbone\\.)?(norm[1-4]|up[12])\\..*");
    private static final String TELLING = "rpn_head.rpn_conv.weight";

    private DetectionWeights() {}

    static List<WeightSpec> specs(DetectionOptions options, int width) {
        List<WeightSpec> specs = new ArrayList<>(Trunk.specs(width, options.channels()));
        specs.addAll(BoxHead.specs(options));
        specs.addAll(MaskHead.specs(options.channels(), options.labels().size()));
        return specs;
    }

    /** A checkpoint of mm-detection, or one whose pyramid stands beside the neck. */
    static Weights adopted(Weights checkpoint) {
        if (!checkpoint.names().contains(TELLING)) {
            return Weights.none();
        }
        return checkpoint.renamed(
                name -> {
                    if (PYRAMID.matcher(name).matches()) {
                        return Optional.of(
                                name.startsWith(Trunk.BACKBONE) ? name : Trunk.BACKBONE + name);
                    }
                    return PARTS.matcher(name).matches() ? Optional.of(name) : Optional.empty();
                });
    }
}
