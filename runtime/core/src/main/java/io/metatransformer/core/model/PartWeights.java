package io.metatransformer.core.model;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The tensors of one part: those that were given, and required ones drawn at random where none was given. Drawn
 * when asked for, so that only one of them lies in memory.
 *
 * @param origins one per tensor of {@code weights}
 */
public record PartWeights(Weights weights, Map<String, WeightOrigin> origins) {

    /** Those that were given, as they are. */
    public static PartWeights given(Weights weights, Map<String, WeightOrigin> origins) {
        return new PartWeights(weights, origins);
    }

    /** These, with what is required beside them drawn from {@code seed}. */
    public PartWeights completed(Collection<WeightSpec> specs, long seed) {
        Map<String, WeightSpec> drawn = new LinkedHashMap<>();
        Map<String, WeightOrigin> all = new TreeMap<>(origins);
        for (WeightSpec spec : specs) {
            if (spec.required() && !weights.names().contains(spec.name())) {
                drawn.put(spec.name(), spec);
                all.put(spec.name(), new WeightOrigin.Random(seed));
            }
        }
        return drawn.isEmpty() ? this : new PartWeights(new Completed(weights, drawn, seed), all);
    }

    private record Completed(Weights given, Map<String, WeightSpec> drawn, long seed)
            implements Weights {

        @Override
        public Set<String> names() {
            Set<String> names = new LinkedHashSet<>(given.names());
            names.addAll(drawn.keySet());
            return names;
        }

        @Override
        public int[] shape(String name) {
            return drawn.containsKey(name) ? drawn.get(name).shape() : given.shape(name);
        }

        @Override
        public Tensor get(String name) {
            return drawn.containsKey(name) ? drawn.get(name).draw(seed) : given.get(name);
        }
    }
}
