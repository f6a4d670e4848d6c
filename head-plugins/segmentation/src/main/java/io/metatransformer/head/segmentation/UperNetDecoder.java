package io.metatransformer.head.segmentation;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import io.metatransformer.head.pyramid.PlainPyramid;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * UPerNet (Xiao et al., arXiv 1807.10221) on the plain pyramid: the whole picture is summed up in bins of
 * four sizes, which is handed down to finer maps; all are read together at the finest.
 */
record UperNetDecoder(int K, int channels) implements Decoder {
    static final String PYRAMID = "pyramid.";
    static final String PREFIX = "decode_head.";
    static final String POOLED = PREFIX + "psp_modules.";
    static final int CHANNELS = 512;

    private static final int[] BINS = {1, 2, 3, 6};
    private static final int LEVELS = PlainPyramid.LEVELS;

    @Override
    public List<WeightSpec> weights(int width) {
        DecoderWeights weights = new DecoderWeights().all(PlainPyramid.weights(PYRAMID, width));
        for (int i = 0; i < BINS.length; i++) {
            weights.convNorm(POOLED + i + ".1", channels, width, 1);
        }
        weights.convNorm(PREFIX + "bottleneck", channels, width + BINS.length * channels, 3);
        for (int level = 0; level < LEVELS - 1; level++) {
            weights.convNorm(PREFIX + "lateral_convs." + level, channels, width, 1);
            weights.convNorm(PREFIX + "fpn_convs." + level, channels, channels, 3);
        }
        return weights.convNorm(PREFIX + "fpn_bottleneck", channels, LEVELS * channels, 3)
                .classes(PREFIX + "conv_seg", K, channels)
                .all();
    }

    @Override
    public Operand<TFloat32> scores(Layers layers, Operand<TFloat32> grid, float dropout) {
        return scores(layers, PlainPyramid.of(layers, grid, PYRAMID), dropout);
    }

    /** From four maps {@code [B, h, w, D]}, largest first, to scores in the places of the first. */
    static Operand<TFloat32> scores(Layers layers, List<Operand<TFloat32>> pyramid, float dropout) {
        Maps maps = new Maps(layers);
        List<Operand<TFloat32>> handedDown = new ArrayList<>();
        for (int level = 0; level < LEVELS - 1; level++) {
            String lateral = PREFIX + "lateral_convs." + level;
            handedDown.add(maps.convNormRelu(pyramid.get(level), lateral));
        }
        handedDown.add(summedUp(layers, maps, pyramid.get(LEVELS - 1)));
        for (int level = LEVELS - 1; level > 0; level--) {
            var finer = handedDown.get(level - 1);
            var coarser = maps.bilinear(handedDown.get(level), maps.size(finer));
            handedDown.set(level - 1, layers.add(finer, coarser));
        }
        List<Operand<TFloat32>> read = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            var map = handedDown.get(level);
            if (level < LEVELS - 1) {
                map = maps.convNormRelu(map, PREFIX + "fpn_convs." + level);
            }
            read.add(level == 0 ? map : maps.bilinear(map, maps.size(read.get(0))));
        }
        var together = maps.convNormRelu(channels(layers, read), PREFIX + "fpn_bottleneck");
        return maps.conv(layers.dropout(together, dropout), PREFIX + "conv_seg", 1, 0);
    }

    private static Operand<TFloat32> summedUp(Layers layers, Maps maps, Operand<TFloat32> map) {
        List<Operand<TFloat32>> parts = new ArrayList<>(List.of(map));
        for (int i = 0; i < BINS.length; i++) {
            var pooled = maps.convNormRelu(maps.averagePool(map, BINS[i]), POOLED + i + ".1");
            parts.add(maps.bilinear(pooled, maps.size(map)));
        }
        return maps.convNormRelu(channels(layers, parts), PREFIX + "bottleneck");
    }

    private static Operand<TFloat32> channels(Layers layers, List<Operand<TFloat32>> maps) {
        return layers.tf().concat(maps, layers.tf().constant(3));
    }

    @Override
    public int enlarged() {
        return 4;
    }

    @Override
    public int smallestSide() {
        return PlainPyramid.SMALLEST_SIDE;
    }

    @Override
    public long numbersPerToken(int width) {
        return 16 * (4L * width + 16L * channels + 6L * K);
    }
}
