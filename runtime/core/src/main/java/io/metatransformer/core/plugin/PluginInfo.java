package io.metatransformer.core.plugin;

import java.util.List;
import java.util.Optional;

/**
 * One plugin as the catalogue shows it.
 *
 * @param source file or folder in the plugins folder, or the jar on the class path; a name, never a path
 * @param sha256 of the jar, or of the list of its jars' digests; empty on the class path
 * @param tokenizers modalities that it reads
 * @param encoders names of its encoders
 * @param heads names of its heads
 * @param problem why it failed; or, while an earlier version still serves, why its replacement failed
 */
public record PluginInfo(
        PluginRef plugin,
        State state,
        String source,
        String sha256,
        List<String> tokenizers,
        List<String> encoders,
        List<String> heads,
        Optional<Problem> problem) {

    public PluginInfo {
        tokenizers = List.copyOf(tokenizers);
        encoders = List.copyOf(encoders);
        heads = List.copyOf(heads);
    }

    /** Whether it takes part. */
    public enum State {
        /** Loaded, all of its services in use. */
        ENABLED,
        /** Loaded once, switched off by the operator. */
        DISABLED,
        /** Could not be loaded; none of its services is in use. */
        FAILED
    }
}
