package io.metatransformer.core;

import io.metatransformer.api.Option;
import io.metatransformer.core.plugin.PluginRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One head that may be asked for: a part of a model, or a service that needs no weights.
 *
 * @param name to ask for
 * @param service the installed head that does the work
 * @param plugin absent if that service is not installed
 * @param options of the service
 * @param model that brings the part; absent for a service that every model may use
 * @param config of the part: task, labels, metrics and options
 * @param weights number of tensors by {@code imported}, {@code trained}, {@code random}
 */
public record HeadInfo(
        String name,
        String service,
        Optional<PluginRef> plugin,
        List<Option> options,
        Optional<String> model,
        Map<String, Object> config,
        Map<String, Integer> weights) {

    public HeadInfo {
        options = List.copyOf(options);
    }
}
