package io.metatransformer.head.detection;

import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.WeightSpec.Init;
import io.metatransformer.api.WeightSpec.Normal;
import io.metatransformer.api.WeightSpec.Uniform;
import java.util.List;

/** How the tensors of a new layer start. */
final class Drawn {
    static final Init ZERO = new Constant(0);
    static final Init ONE = new Constant(1);

    private Drawn() {}

    /** As large going in as coming out (Glorot and Bengio, AISTATS 2010). */
    static List<WeightSpec> conv(String name, int in, int out, int side) {
        double fan = (double) side * side * (in + out);
        return conv(name, new Uniform(Math.sqrt(6 / fan)), in, out, side);
    }

    static List<WeightSpec> conv(String name, Init init, int in, int out, int side) {
        return List.of(
                WeightSpec.required(name + ".weight", init, out, in, side, side),
                WeightSpec.required(name + ".bias", ZERO, out));
    }

    static List<WeightSpec> linear(String name, int in, int out) {
        return linear(name, new Uniform(Math.sqrt(6.0 / ((double) in + out))), in, out);
    }

    static List<WeightSpec> linear(String name, Init init, int in, int out) {
        return List.of(
                WeightSpec.required(name + ".weight", init, out, in),
                WeightSpec.required(name + ".bias", ZERO, out));
    }

    /** Nearly nothing: the last layer before an answer. */
    static Init small(double deviation) {
        return new Normal(deviation);
    }
}
