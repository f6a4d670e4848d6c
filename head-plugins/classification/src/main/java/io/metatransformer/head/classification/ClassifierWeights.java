package io.metatransformer.head.classification;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.graph.Layers;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The layers after pooling and their tensors. */
final class ClassifierWeights {
    static final String NORM = "norm";
    static final String POOLED_NORM = "fc_norm";
    static final String HEAD = "head";

    private static final float BATCH_NORM_EPS = 1e-5f;
    private static final Init ZERO = new Constant(0);
    private static final Init ONE = new Constant(1);
    private static final Init SMALL = new Normal(0.02);

    private ClassifierWeights() {}

    static String hidden(int layer) {
        return "hidden." + layer + ".linear";
    }

    static String batchNorm(int layer) {
        return "hidden." + layer + ".bn";
    }

    /** The layer that reads the pooled vector. */
    static String first(ClassificationOptions options) {
        return options.hidden().isEmpty() ? HEAD : hidden(0);
    }

    /**
     * @param in width of the pooled vector; -1 where the weights decide
     */
    static List<WeightSpec> specs(ClassificationOptions options, int width, int in) {
        List<WeightSpec> specs = new ArrayList<>();
        specs.addAll(options.input().specs(width));
        if (options.pooledNorm()) {
            specs.addAll(PooledInput.specsOfNorm(POOLED_NORM, in));
        }
        for (int layer = 0; layer < options.hidden().size(); layer++) {
            int out = options.hidden().get(layer);
            specs.add(WeightSpec.required(hidden(layer) + ".weight", SMALL, out, in));
            specs.addAll(PooledInput.specsOfNorm(batchNorm(layer), out));
            specs.add(WeightSpec.required(batchNorm(layer) + ".running_mean", ZERO, out));
            specs.add(WeightSpec.required(batchNorm(layer) + ".running_var", ONE, out));
            in = out;
        }
        int labels = options.labels().size();
        specs.add(WeightSpec.required(HEAD + ".weight", SMALL, labels, in));
        specs.add(WeightSpec.required(HEAD + ".bias", ZERO, labels));
        return specs;
    }

    /**
     * Pooled vectors {@code [B, in]} to logits {@code [B, K]}.
     *
     * @param dropout share of values that hidden layers drop in training
     */
    static Operand<TFloat32> logits(
            Layers layers, Operand<TFloat32> pooled, ClassificationOptions options, float dropout) {
        var x = pooled;
        if (options.pooledNorm()) {
            x = layers.layerNorm(x, POOLED_NORM, (float) options.pooledNormEps());
        }
        for (int layer = 0; layer < options.hidden().size(); layer++) {
            var linear = layers.linear(x, hidden(layer));
            x = layers.relu(layers.batchNorm(linear, batchNorm(layer), BATCH_NORM_EPS));
            x = layers.dropout(x, dropout);
        }
        return layers.linear(x, HEAD);
    }
}
