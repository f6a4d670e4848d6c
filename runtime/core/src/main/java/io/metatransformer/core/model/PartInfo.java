package io.metatransformer.core.model;

import io.metatransformer.api.WeightOrigin;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * One part of a model beside its encoder, as the manifest has it.
 *
 * @param kind folder in which it lies
 * @param name modality or name of the head
 * @param config of {@code config.json}
 * @param origins where each of its tensors came from
 * @param bytes size of its files
 */
public record PartInfo(
        Kind kind,
        String name,
        Map<String, Object> config,
        Map<String, WeightOrigin> origins,
        long bytes) {

    public PartInfo {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
        origins = Collections.unmodifiableMap(new TreeMap<>(origins));
    }

    /** What a part is for. */
    public enum Kind {
        TOKENIZER("tokenizers"),
        HEAD("heads");

        private final String folder;

        Kind(String folder) {
            this.folder = folder;
        }

        public String folder() {
            return folder;
        }
    }

    /** Number of tensors by {@code imported}, {@code trained}, {@code random}. */
    public Map<String, Integer> words() {
        return Words.of(origins);
    }
}
