package io.metatransformer.core;

import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.plugin.Problem;
import java.util.Optional;

/**
 * One model as the catalogue shows it.
 *
 * @param manifest absent if the folder's {@code model.json} cannot be read
 * @param problem why it is {@link State#BROKEN} or {@link State#FAILED}
 * @param memoryBytes estimate of the memory it needs when loaded
 */
public record ModelInfo(
        String name,
        State state,
        Optional<Manifest> manifest,
        Optional<Problem> problem,
        long memoryBytes) {

    /** How far a model is from answering. */
    public enum State {
        /** The folder is incomplete or contradicts itself; looked at again when it changes. */
        BROKEN,
        /** On disk; the first request loads it. */
        UNLOADED,
        LOADING,
        /** Loaded and warmed up. */
        READY,
        /** The last attempt to load it failed; the next request tries again. */
        FAILED
    }
}
