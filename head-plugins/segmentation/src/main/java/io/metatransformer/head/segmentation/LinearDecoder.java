package io.metatransformer.head.segmentation;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** A norm and a linear layer for each token: the probe of what a frozen encoder tells of a place. */
record LinearDecoder(int K) implements Decoder {
    static final String NORM = "norm";
    static final String CLASSIFIER = "classifier";

    private static final float EPS = 1e-6f;

    @Override
    public List<WeightSpec> weights(int width) {
        return new DecoderWeights().norm(NORM, width).linear(CLASSIFIER, K, width).all();
    }

    @Override
    public Operand<TFloat32> scores(Layers layers, Operand<TFloat32> grid, float dropout) {
        Maps maps = new Maps(layers);
        var rows = layers.layerNorm(maps.rows(grid), NORM, EPS);
        return maps.places(layers.linear(rows, CLASSIFIER), grid);
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
        return 4L * width + 6L * K;
    }
}
