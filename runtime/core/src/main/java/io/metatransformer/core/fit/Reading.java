package io.metatransformer.core.fit;

import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import java.util.Map;

/**
 * How examples become features, once it is known which of them are learnt from.
 *
 * @param encoder makes features of examples
 * @param fingerprint of what decides features beside the model; empty for nothing
 * @param tokenizers that were fitted to the training part, and go with the head
 * @param closing gives back what was opened for it
 */
public record Reading(
        Digests.Encoder encoder,
        String fingerprint,
        Map<Modality, ModelPart> tokenizers,
        Runnable closing)
        implements AutoCloseable {

    public Reading {
        tokenizers = Map.copyOf(tokenizers);
    }

    /** By the model alone. */
    public static Reading of(Digests.Encoder encoder) {
        return new Reading(encoder, "", Map.of(), () -> {});
    }

    @Override
    public void close() {
        closing.run();
    }
}
