package io.metatransformer.core;

import io.metatransformer.api.Options;
import io.metatransformer.core.plugin.Guard;
import java.util.Map;
import java.util.Optional;

/**
 * A session of a plugin on a part of a model.
 *
 * @param guard through which it is called
 * @param provenance what answers say of it
 * @param config of the part
 * @param options as the model sets them
 */
record Opened<T>(
        T session,
        Guard guard,
        Provenance.Part provenance,
        Map<String, Object> config,
        Options options) {

    /** The space in which embeddings that it took part in may be compared. */
    Optional<String> space() {
        return Optional.ofNullable(config.get("space")).map(String::valueOf);
    }
}
