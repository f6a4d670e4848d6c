package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import java.util.List;
import java.util.Optional;

/** Catalogue entries of plugins that could not be loaded. */
final class Infos {
    private Infos() {}

    static PluginInfo failed(String source, Problem problem) {
        String id = source.replaceFirst("\\.jar$", "");
        return new PluginInfo(
                new PluginRef(id, "unknown"),
                PluginInfo.State.FAILED,
                source,
                "",
                List.of(),
                List.of(),
                List.of(),
                Optional.of(problem));
    }

    static PluginInfo failed(String source, String reason) {
        return failed(
                source,
                new Problem(ErrorCode.PLUGIN_ERROR, source + " cannot be loaded: " + reason));
    }
}
