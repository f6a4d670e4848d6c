package io.metatransformer.core.model;

import io.metatransformer.api.WeightOrigin;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One part of a model beside its encoder, as the manifest has it.
 *
 * @param kind folder in which it lies
 * @param name modality or name of the head
 * @param config of {@code config.json}
 * @param origins where each of its tensors came from
 * @param bytes size of its files
 * @param tokenizers of a head that was trained with tokenizers of its own: it is asked about tokens of these,
 *     and not of those that the model has for the same modalities
 */
public record PartInfo(
        Kind kind,
        String name,
        Map<String, Object> config,
        Map<String, WeightOrigin> origins,
        long bytes,
        List<PartInfo> tokenizers) {

    /** A part that has no tokenizers of its own. */
    public PartInfo(
            Kind kind,
            String name,
            Map<String, Object> config,
            Map<String, WeightOrigin> origins,
            long bytes) {
        this(kind, name, config, origins, bytes, List.of());
    }

    public PartInfo {
        config = Collections.unmodifiableMap(new TreeMap<>(config));
        origins = Collections.unmodifiableMap(new TreeMap<>(origins));
        tokenizers = List.copyOf(tokenizers);
    }

    /** The tokenizer of its own for a modality. */
    public Optional<PartInfo> tokenizer(String modality) {
        return tokenizers.stream().filter(each -> each.name().equals(modality)).findFirst();
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
