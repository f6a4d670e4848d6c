package io.metatransformer.core;

import io.metatransformer.core.plugin.PluginRef;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What made an answer: the model, and each part of it that took a hand.
 *
 * @param fingerprint of the encoder's files, 64 lower-case hex digits
 * @param parts the encoder and the head if they were used, and every tokenizer that was
 */
public record Provenance(String model, String version, String fingerprint, List<Part> parts) {

    public Provenance {
        parts = List.copyOf(parts);
    }

    /** Whether any weight was drawn at random, so that the answer has a shape but no meaning. */
    public boolean usesRandomWeights() {
        return parts.stream().anyMatch(Part::usesRandomWeights);
    }

    /** The three kinds of part. */
    public enum Kind {
        TOKENIZER,
        ENCODER,
        HEAD
    }

    /**
     * @param name modality, encoder service or head
     * @param plugin that brought the service
     * @param weights number of tensors by {@code imported}, {@code trained}, {@code random}; empty for a part
     *     without weights
     */
    public record Part(Kind kind, String name, PluginRef plugin, Map<String, Integer> weights) {
        public Part {
            weights = Collections.unmodifiableMap(new TreeMap<>(weights));
        }

        public Set<String> words() {
            return weights.keySet();
        }

        public boolean usesRandomWeights() {
            return weights.containsKey("random");
        }
    }
}
