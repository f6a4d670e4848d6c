package io.metatransformer.core;

import java.util.List;

/**
 * Whether requests can be answered at once.
 *
 * @param draining whether new work is refused because the runtime shuts down
 * @param waiting models that must be loaded and are not
 */
public record Readiness(boolean draining, List<ModelInfo> waiting) {
    public Readiness {
        waiting = List.copyOf(waiting);
    }

    public boolean isReady() {
        return !draining && waiting.isEmpty();
    }
}
