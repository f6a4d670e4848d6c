package io.metatransformer.api;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * All that a tokenizer, encoder or head gets of a model: its options, its weights, the encoder's width.
 *
 * @param name for messages, such as {@code base/tokenizers/image}
 * @param width the encoder's width, D
 * @param config as the part's {@code config.json} has it: JSON values as booleans, numbers, strings, lists
 *     and maps. Options stand under their own names beside what belongs to the part alone (labels)
 * @param origins where each tensor came from, by name
 * @param folder where the part lies on disk, if it does: an encoder finds its SavedModel there
 */
public record ModelPart(
        String name,
        int width,
        Map<String, Object> config,
        Weights weights,
        Map<String, WeightOrigin> origins,
        Optional<Path> folder) {

    public ModelPart {
        Objects.requireNonNull(name, "name");
        config = Map.copyOf(config);
        origins = Map.copyOf(origins);
        if (width < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_MODEL, name + ": the encoder's width must be at least 1");
        }
    }

    /** A part held in memory: tests, and programs that build their own. */
    public static ModelPart of(
            String name, int width, Map<String, Object> config, Weights weights) {
        return new ModelPart(name, width, config, weights, Map.of(), Optional.empty());
    }
}
