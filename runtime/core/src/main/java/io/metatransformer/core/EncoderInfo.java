package io.metatransformer.core;

import io.metatransformer.api.Option;
import io.metatransformer.core.plugin.PluginRef;
import java.util.List;

/**
 * One encoder service as the catalogue shows it.
 *
 * @param chosen whether models are run by it
 */
public record EncoderInfo(String name, PluginRef plugin, List<Option> options, boolean chosen) {
    public EncoderInfo {
        options = List.copyOf(options);
    }
}
