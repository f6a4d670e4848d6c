package io.metatransformer.head.regression;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** The layers after pooling and their tensors. */
final class RegressionWeights {
    static final String POOLED_NORM = "fc_norm";
    static final String TRANSFORM = "transform";
    static final String TRANSFORM_NORM = "transform_norm";
    static final String HEAD = "head";

    private static final float EPS = 1e-5f;
    private static final Init ZERO = new Constant(0);
    private static final Init SMALL = new Normal(0.02);

    /** What the reference's graph regression calls them. */
    private static final Map<String, String> OF_GRAPHS =
            Map.of(
                    "encoder.lm_head_transform_weight.weight", TRANSFORM + ".weight",
                    "encoder.lm_head_transform_weight.bias", TRANSFORM + ".bias",
                    "encoder.layer_norm.weight", TRANSFORM_NORM + ".weight",
                    "encoder.layer_norm.bias", TRANSFORM_NORM + ".bias",
                    "encoder.embed_out.weight", HEAD + ".weight",
                    "encoder.lm_output_learned_bias", HEAD + ".bias");

    private RegressionWeights() {}

    static Weights adopted(Weights checkpoint) {
        return checkpoint.names().contains("encoder.embed_out.weight")
                ? checkpoint.renamed(name -> Optional.ofNullable(OF_GRAPHS.get(name)))
                : Weights.none();
    }

    /**
     * @param in width of the pooled vector; -1 where the weights decide
     */
    static List<WeightSpec> specs(RegressionOptions options, int width, int in) {
        List<WeightSpec> specs = new ArrayList<>();
        specs.addAll(options.input().specs(width));
        if (options.pooledNorm()) {
            specs.addAll(PooledInput.specsOfNorm(POOLED_NORM, in));
        }
        if (options.transform()) {
            specs.add(WeightSpec.required(TRANSFORM + ".weight", SMALL, in, in));
            specs.add(WeightSpec.required(TRANSFORM + ".bias", ZERO, in));
            specs.addAll(PooledInput.specsOfNorm(TRANSFORM_NORM, in));
        }
        specs.add(WeightSpec.required(HEAD + ".weight", SMALL, options.outputs(), in));
        specs.add(WeightSpec.required(HEAD + ".bias", ZERO, options.outputs()));
        return specs;
    }

    /** Pooled vectors {@code [B, in]} to standardised numbers {@code [B, outputs]}. */
    static Operand<TFloat32> numbers(
            Layers layers, Operand<TFloat32> pooled, RegressionOptions options) {
        var x = pooled;
        if (options.pooledNorm()) {
            x = layers.layerNorm(x, POOLED_NORM, EPS);
        }
        if (options.transform()) {
            x = layers.layerNorm(layers.gelu(layers.linear(x, TRANSFORM)), TRANSFORM_NORM, EPS);
        }
        return layers.linear(x, HEAD);
    }
}
