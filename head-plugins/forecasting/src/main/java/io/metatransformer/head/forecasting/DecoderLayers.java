package io.metatransformer.head.forecasting;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.graph.Layers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The reference's decoder, whose norms come after what they normalise:
 *
 * <pre>
 *   y = norm1(y + self_attention(y))            no step sees a later one
 *   y = norm2(y + cross_attention(y, memory))
 *   y = norm3(y + conv2(gelu(conv1(y))))        both of kernel 1
 *   z = projection(norm(y))                     after the last layer
 * </pre>
 */
final class DecoderLayers {
    static final String PREFIX = "decoder.";
    private static final String PROJECTION = PREFIX + "projection";
    private static final List<String> ATTENTIONS = List.of("self_attention", "cross_attention");
    private static final List<String> MAPS =
            List.of("query_projection", "key_projection", "value_projection", "out_projection");
    private static final float EPS = 1e-5f;
    private static final float MASKED = -1e9f;

    private final Layers layers;
    private final Ops tf;
    private final AttentionOptions options;

    DecoderLayers(Layers layers, AttentionOptions options) {
        this.layers = layers;
        this.tf = layers.tf();
        this.options = options;
    }

    static List<WeightSpec> specs(AttentionOptions options, int D, int channels) {
        List<WeightSpec> specs = new ArrayList<>();
        for (int i = 0; i < options.layers(); i++) {
            String layer = layer(i);
            for (String attention : ATTENTIONS) {
                for (String map : MAPS) {
                    linear(specs, layer + attention + "." + map, D, D, D);
                }
            }
            linear(specs, layer + "conv1", D, options.hidden(), D, 1);
            linear(specs, layer + "conv2", options.hidden(), D, options.hidden(), 1);
            for (int norm = 1; norm <= 3; norm++) {
                norm(specs, layer + "norm" + norm, D);
            }
        }
        norm(specs, PREFIX + "norm", D);
        linear(specs, PROJECTION, D, channels, D);
        return specs;
    }

    private static String layer(int i) {
        return PREFIX + "layers." + i + ".";
    }

    /** As PyTorch starts a linear layer. */
    private static void linear(List<WeightSpec> specs, String name, int in, int... shape) {
        var start = new WeightSpec.Uniform(1 / Math.sqrt(in));
        specs.add(WeightSpec.required(name + ".weight", start, shape));
        specs.add(WeightSpec.required(name + ".bias", start, shape[0]));
    }

    private static void norm(List<WeightSpec> specs, String name, int D) {
        specs.add(WeightSpec.required(name + ".weight", new WeightSpec.Constant(1), D));
        specs.add(WeightSpec.required(name + ".bias", new WeightSpec.Constant(0), D));
    }

    /**
     * @param rows {@code [B · L, D]}
     * @param length L
     * @param memory {@code [B · T, D]}
     * @param batch B
     * @return {@code [B · L, C]}
     */
    Operand<TFloat32> decoded(
            Operand<TFloat32> rows, int length, Operand<TFloat32> memory, Operand<TInt32> batch) {
        Operand<TFloat32> y = rows;
        Operand<TFloat32> causal = tf.constant(causal(length));
        for (int i = 0; i < options.layers(); i++) {
            String layer = layer(i);
            var own = attention(layer + "self_attention").apply(y, y, batch, Optional.of(causal));
            y = normed(y, own, layer + "norm1");
            var given =
                    attention(layer + "cross_attention").apply(y, memory, batch, Optional.empty());
            y = normed(y, given, layer + "norm2");
            var between = dropped(layers.gelu(layers.linear(y, layer + "conv1")));
            y = normed(y, layers.linear(between, layer + "conv2"), layer + "norm3");
        }
        return layers.linear(layers.layerNorm(y, PREFIX + "norm", EPS), PROJECTION);
    }

    private Attention attention(String name) {
        return new Attention(layers, name, options.heads());
    }

    private Operand<TFloat32> normed(Operand<TFloat32> y, Operand<TFloat32> more, String norm) {
        return layers.layerNorm(layers.add(y, dropped(more)), norm, EPS);
    }

    private Operand<TFloat32> dropped(Operand<TFloat32> x) {
        return layers.dropout(x, (float) options.dropout());
    }

    /** {@code [1, 1, L, L]}. */
    private static float[][][][] causal(int length) {
        float[][] bias = new float[length][length];
        for (int at = 0; at < length; at++) {
            Arrays.fill(bias[at], at + 1, length, MASKED);
        }
        return new float[][][][] {{bias}};
    }
}
