package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Of every region, for each class the cells that belong to the object (He et al., arXiv 1703.06870). */
final class MaskHead {
    /** Side of a region's grid of features; that of a mask is twice as large. */
    static final int BINS = 14;

    private static final int CONVS = 4;
    private static final String PREFIX = "roi_head.mask_head.";
    private static final String UP = PREFIX + "upsample";
    private static final String LOGITS = PREFIX + "conv_logits";

    private MaskHead() {}

    /** None is needed: a detector may come without masks. */
    static List<WeightSpec> specs(int channels, int labels) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int i = 0; i < CONVS; i++) {
            optional(specs, conv(i), channels, channels, channels, 3);
        }
        optional(specs, UP, channels, channels, channels, 2);
        optional(specs, LOGITS, labels, labels, channels, 1);
        return specs;
    }

    private static void optional(
            List<WeightSpec> specs, String name, int biases, int out, int in, int side) {
        specs.add(WeightSpec.optional(name + ".weight", out, in, side, side));
        specs.add(WeightSpec.optional(name + ".bias", biases));
    }

    /** Whether a detector has masks. */
    static boolean in(Weights weights) {
        return weights.names().contains(LOGITS + ".weight");
    }

    /**
     * @param regions {@code [R, 14, 14, C]}
     * @return logits {@code [R, 28, 28, K]}
     */
    static Operand<TFloat32> of(Layers layers, Operand<TFloat32> regions) {
        Maps maps = new Maps(layers);
        var x = regions;
        for (int i = 0; layers.has(conv(i) + ".weight"); i++) {
            x = layers.relu(maps.conv(x, conv(i), 1, 1));
        }
        x = layers.relu(maps.transposedConv(x, UP));
        return maps.conv(x, LOGITS, 1, 0);
    }

    /**
     * Of region {@code i}, the cells of one class.
     *
     * @param logits {@code [R, 28, 28, K]}
     * @return {@code [28, 28]}
     */
    static float[] probabilities(Tensor logits, int i, int label) {
        int K = logits.size(3);
        float[] cells = new float[logits.size(1) * logits.size(2)];
        for (int cell = 0; cell < cells.length; cell++) {
            float logit = logits.data().get((i * cells.length + cell) * K + label);
            cells[cell] = (float) (1 / (1 + Math.exp(-logit)));
        }
        return cells;
    }

    private static String conv(int i) {
        return PREFIX + "convs." + i + ".conv";
    }
}
