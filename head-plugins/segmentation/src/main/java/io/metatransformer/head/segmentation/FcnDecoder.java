package io.metatransformer.head.segmentation;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * One convolution over the eight neighbours of each token, then a linear layer: the auxiliary head of the
 * reference's segmentation.
 */
record FcnDecoder(int K, int channels) implements Decoder {
    static final String PREFIX = "auxiliary_head.";
    static final int CHANNELS = 256;

    private static final String CONV = PREFIX + "convs.0";
    private static final String CLASSES = PREFIX + "conv_seg";

    @Override
    public List<WeightSpec> weights(int width) {
        return new DecoderWeights()
                .convNorm(CONV, channels, width, 3)
                .classes(CLASSES, K, channels)
                .all();
    }

    @Override
    public Operand<TFloat32> scores(Layers layers, Operand<TFloat32> grid, float dropout) {
        Maps maps = new Maps(layers);
        var seen = layers.dropout(maps.convNormRelu(grid, CONV), dropout);
        return maps.conv(seen, CLASSES, 1, 0);
    }

    @Override
    public int enlarged() {
        return 1;
    }

    @Override
    public int smallestSide() {
        return 1;
    }

    @Override
    public long numbersPerToken(int width) {
        return 2L * width + 8L * channels + 6L * K;
    }
}
