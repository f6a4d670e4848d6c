package io.metatransformer.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * All that a tokenizer, encoder or head gets of a model: its options, its weights, the encoder's width.
 *
 * @param name for messages, such as {@code base/tokenizers/image}
 * @param width the encoder's width, D
 * @param config as the part's {@code config.json} has it: JSON values as booleans, numbers, strings, lists
 *     and maps. Options stand under their own names beside what describes the part ({@link #DESCRIPTION})
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

    /**
     * Keys of {@code config.json} that say what a part is; every other key is an option. {@code space} names
     * the space in which its embeddings may be compared, {@code data} the fingerprint of what it was trained
     * on, {@code encoder_fingerprint} that of the encoder it was trained upon. A head's labels are an option,
     * since they decide the shape of its weights.
     */
    public static final Set<String> DESCRIPTION =
            Set.of("head", "modality", "task", "metrics", "data", "encoder_fingerprint", "space");

    public ModelPart {
        Objects.requireNonNull(name, "name");
        config = Given.copy(config);
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

    /**
     * The options that {@link #config} sets.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} that names the part and the first
     *     unknown option or unacceptable value
     */
    public Options options(List<Option> declared) {
        Map<String, Object> given = new TreeMap<>(config);
        given.keySet().removeAll(DESCRIPTION);
        try {
            return Options.of(declared, given);
        } catch (MetaTransformerException refusal) {
            throw refusal.at(name);
        }
    }
}
