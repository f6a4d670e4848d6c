package io.metatransformer.host;

import io.metatransformer.api.TokenSequence;
import java.util.List;

/** What is asked of an encoder over the event bus: a ragged batch. Immutable: in one JVM it goes by reference. */
public record TokenBatch(List<TokenSequence> sequences) {
    public TokenBatch {
        sequences = List.copyOf(sequences);
    }
}
