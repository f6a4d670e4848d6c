package io.metatransformer.head.segmentation;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import java.util.ArrayList;
import java.util.List;

/** Gathers the tensors of a decoder, layer by layer. */
final class DecoderWeights {
    private static final Init ZERO = new Constant(0);
    private static final Init ONE = new Constant(1);

    private final List<WeightSpec> specs = new ArrayList<>();

    List<WeightSpec> all() {
        return specs;
    }

    DecoderWeights all(List<WeightSpec> others) {
        specs.addAll(others);
        return this;
    }

    /** {@code name.weight} and {@code name.bias} of C values each. */
    DecoderWeights norm(String name, int C) {
        specs.add(WeightSpec.required(name + ".weight", ONE, C));
        specs.add(WeightSpec.required(name + ".bias", ZERO, C));
        return this;
    }

    /** A linear map with bias. */
    DecoderWeights linear(String name, int out, int in) {
        specs.add(WeightSpec.required(name + ".weight", new Normal(0.01), out, in));
        specs.add(WeightSpec.required(name + ".bias", ZERO, out));
        return this;
    }

    /** The last layer, {@code 1 × 1} with bias: it starts with no opinion. */
    DecoderWeights classes(String name, int K, int in) {
        specs.add(WeightSpec.required(name + ".weight", new Normal(0.01), K, in, 1, 1));
        specs.add(WeightSpec.required(name + ".bias", ZERO, K));
        return this;
    }

    /** A convolution with bias. */
    DecoderWeights conv(String name, int out, int in, int side) {
        specs.add(kernel(name, out, in, side));
        specs.add(WeightSpec.required(name + ".bias", ZERO, out));
        return this;
    }

    /** A convolution without bias and a batch norm. */
    DecoderWeights convNorm(String name, int out, int in, int side) {
        specs.add(kernel(name + ".conv", out, in, side));
        norm(name + ".bn", out);
        specs.add(WeightSpec.required(name + ".bn.running_mean", ZERO, out));
        specs.add(WeightSpec.required(name + ".bn.running_var", ONE, out));
        return this;
    }

    /** A convolution without bias and a group norm. */
    DecoderWeights convGroupNorm(String name, int out, int in, int side) {
        specs.add(kernel(name + ".conv", out, in, side));
        return norm(name + ".gn", out);
    }

    /** By He et al., arXiv 1502.01852: half of what comes through a ReLU is 0. */
    private static WeightSpec kernel(String name, int out, int in, int side) {
        Init init = new Normal(Math.sqrt(2.0 / (in * side * side)));
        return WeightSpec.required(name + ".weight", init, out, in, side, side);
    }
}
