package io.metatransformer.core;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Option;
import io.metatransformer.core.plugin.PluginRef;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/**
 * One modality as the catalogue shows it.
 *
 * @param mediaTypes that its tokenizer reads
 * @param options of the tokenizer
 * @param models those that bring weights for it
 */
public record ModalityInfo(
        Modality modality,
        PluginRef plugin,
        List<String> mediaTypes,
        List<Option> options,
        List<Use> models) {

    public ModalityInfo {
        mediaTypes = List.copyOf(mediaTypes);
        options = List.copyOf(options);
        models = List.copyOf(models);
    }

    /**
     * What one model makes of it.
     *
     * @param config as the model sets it
     * @param weights number of tensors by {@code imported}, {@code trained}, {@code random}
     * @param maxTokens most tokens of one input; absent until the tokenizer has been opened
     */
    public record Use(
            String model,
            Map<String, Object> config,
            Map<String, Integer> weights,
            OptionalInt maxTokens) {}
}
