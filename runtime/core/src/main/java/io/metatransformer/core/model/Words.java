package io.metatransformer.core.model;

import io.metatransformer.api.WeightOrigin;
import java.util.Map;
import java.util.TreeMap;

/** Counts tensors by the word that says where they came from. */
public final class Words {
    private Words() {}

    public static Map<String, Integer> of(Map<String, WeightOrigin> origins) {
        Map<String, Integer> words = new TreeMap<>();
        origins.values().forEach(origin -> words.merge(origin.word(), 1, Integer::sum));
        return words;
    }
}
