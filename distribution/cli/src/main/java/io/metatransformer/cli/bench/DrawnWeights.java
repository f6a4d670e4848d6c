package io.metatransformer.cli.bench;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Weights of an encoder, each drawn when it is asked for, so that they never lie in memory together. */
final class DrawnWeights implements Weights {
    static final long SEED = 1;

    private final Map<String, WeightSpec> specs = new LinkedHashMap<>();

    DrawnWeights(EncoderConfig config) {
        config.weights().forEach(spec -> specs.put(spec.name(), spec));
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(specs.keySet());
    }

    @Override
    public int[] shape(String name) {
        return specs.get(name).shape();
    }

    @Override
    public Tensor get(String name) {
        return specs.get(name).draw(SEED);
    }
}
