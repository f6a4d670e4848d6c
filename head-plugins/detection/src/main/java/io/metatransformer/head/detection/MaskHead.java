package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
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

    private static final String PREFIX = "roi_head.mask_head.";
    private static final String UP = PREFIX + "upsample";
    private static final String LOGITS = PREFIX + "conv_logits";

    private MaskHead() {}

    /**
     * @param convs how many stand before the masks grow
     */
    static List<WeightSpec> specs(int channels, int labels, int convs) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int i = 0; i < convs; i++) {
            specs.addAll(Drawn.conv(conv(i), channels, channels, 3));
        }
        specs.addAll(Drawn.conv(UP, channels, channels, 2));
        specs.addAll(Drawn.conv(LOGITS, channels, labels, 1));
        return specs;
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
