package io.metatransformer.head.detection;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Of every region, its class and for each class its box (Girshick, arXiv 1504.08083).
 *
 * @param logits {@code [R, K + 1]}, the background last
 * @param deltas {@code [R, 4 · K]}
 */
record BoxHead(Operand<TFloat32> logits, Operand<TFloat32> deltas) {
    /** Side of a region's grid of features. */
    static final int BINS = 7;

    private static final int CONVS = 4;
    private static final String PREFIX = "roi_head.bbox_head.";
    private static final String LOGITS = PREFIX + "fc_cls";
    private static final String DELTAS = PREFIX + "fc_reg";

    static List<WeightSpec> specs(DetectionOptions options) {
        int C = options.channels();
        int K = options.labels().size();
        int hidden = options.hidden();
        List<WeightSpec> specs = new ArrayList<>();
        int convs = options.convolutional() ? CONVS : 0;
        for (int i = 0; i < convs; i++) {
            specs.add(Drawn.conv(conv(i) + ".conv", C, C, 3).get(0));
            specs.add(WeightSpec.required(conv(i) + ".bn.weight", Drawn.ONE, C));
            specs.add(WeightSpec.required(conv(i) + ".bn.bias", Drawn.ZERO, C));
            specs.add(WeightSpec.required(conv(i) + ".bn.running_mean", Drawn.ZERO, C));
            specs.add(WeightSpec.required(conv(i) + ".bn.running_var", Drawn.ONE, C));
        }
        specs.addAll(Drawn.linear(linear(0), BINS * BINS * C, hidden));
        if (!options.convolutional()) {
            specs.addAll(Drawn.linear(linear(1), hidden, hidden));
        }
        specs.addAll(Drawn.linear(LOGITS, Drawn.small(0.01), hidden, K + 1));
        specs.addAll(Drawn.linear(DELTAS, Drawn.small(0.001), hidden, 4 * K));
        return specs;
    }

    /**
     * @param regions {@code [R, 7, 7, C]}
     */
    static BoxHead of(Layers layers, Operand<TFloat32> regions, DetectionOptions options) {
        Maps maps = new Maps(layers);
        var x = regions;
        for (int i = 0; i < CONVS && options.convolutional(); i++) {
            x = maps.convNormRelu(x, conv(i));
        }
        int size = BINS * BINS * options.channels();
        x = layers.tf().reshape(maps.channelsFirst(x), layers.tf().constant(new int[] {-1, size}));
        x = layers.relu(layers.linear(x, linear(0)));
        if (!options.convolutional()) {
            x = layers.relu(layers.linear(x, linear(1)));
        }
        return new BoxHead(layers.linear(x, LOGITS), layers.linear(x, DELTAS));
    }

    private static String conv(int i) {
        return PREFIX + "shared_convs." + i;
    }

    private static String linear(int i) {
        return PREFIX + "shared_fcs." + i;
    }
}
