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
 * The semantic branch of Panoptic FPN (Kirillov et al., arXiv 1901.02446) on the plain pyramid: each map is
 * handed down to finer ones, brought to the size of the finest by convolutions that each double it, and
 * all are added.
 */
record FpnDecoder(int K, int channels) implements Decoder {
    static final int CHANNELS = 128;

    private static final String PYRAMID = "pyramid.";
    private static final String NECK = "neck.";
    private static final String HEAD = "decode_head.";
    private static final int LEVELS = PlainPyramid.LEVELS;
    private static final float EPS = 1e-5f;

    /** Channels of the maps that are handed down. */
    private int wide() {
        return 2 * channels;
    }

    /** 32 as in the paper, or as many as there are channels. */
    private int groups() {
        return channels % 32 == 0 ? 32 : channels;
    }

    private static String stage(int level, int stage) {
        return HEAD + "scale_heads." + level + "." + 2 * stage; // an enlargement lies between two
    }

    private static int stages(int level) {
        return Math.max(1, level);
    }

    @Override
    public List<WeightSpec> weights(int width) {
        DecoderWeights weights = new DecoderWeights().all(PlainPyramid.weights(PYRAMID, width));
        for (int level = 0; level < LEVELS; level++) {
            weights.conv(NECK + "lateral_convs." + level + ".conv", wide(), width, 1);
            weights.conv(NECK + "fpn_convs." + level + ".conv", wide(), wide(), 3);
            for (int stage = 0; stage < stages(level); stage++) {
                int in = stage == 0 ? wide() : channels;
                weights.convGroupNorm(stage(level, stage), channels, in, 3);
            }
        }
        return weights.classes(HEAD + "conv_seg", K, channels).all();
    }

    @Override
    public Operand<TFloat32> scores(Layers layers, Operand<TFloat32> grid, float dropout) {
        Maps maps = new Maps(layers);
        List<Operand<TFloat32>> pyramid = PlainPyramid.of(layers, grid, PYRAMID);
        List<Operand<TFloat32>> handedDown = new ArrayList<>();
        for (int level = 0; level < LEVELS; level++) {
            String lateral = NECK + "lateral_convs." + level + ".conv";
            handedDown.add(maps.conv(pyramid.get(level), lateral, 1, 0));
        }
        for (int level = LEVELS - 1; level > 0; level--) {
            var finer = handedDown.get(level - 1);
            var coarser = maps.nearest(handedDown.get(level), maps.size(finer));
            handedDown.set(level - 1, layers.add(finer, coarser));
        }
        var size = maps.size(pyramid.get(0));
        Operand<TFloat32> sum = null;
        for (int level = 0; level < LEVELS; level++) {
            var map = maps.conv(handedDown.get(level), NECK + "fpn_convs." + level + ".conv", 1, 1);
            for (int stage = 0; stage < stages(level); stage++) {
                String name = stage(level, stage);
                var normed =
                        maps.groupNorm(
                                maps.conv(map, name + ".conv", 1, 1), name + ".gn", groups(), EPS);
                map = layers.relu(normed);
                if (level > 0) {
                    boolean last = stage == stages(level) - 1;
                    map = maps.bilinear(map, last ? size : maps.size(map, 2));
                }
            }
            sum = sum == null ? map : layers.add(sum, map);
        }
        return maps.conv(layers.dropout(sum, dropout), HEAD + "conv_seg", 1, 0);
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
        return 16 * (4L * width + 24L * channels + 6L * K);
    }
}
