package io.metatransformer.api;

import java.util.Objects;
import java.util.Optional;

/**
 * How a loss changes with one token sequence.
 *
 * @param tokens the shape of {@link TokenSequence#tokens}
 * @param positions the shape of {@link TokenSequence#positions}; absent where the sequence has none
 * @since 0.1
 */
public record TokenGradient(Tensor tokens, Optional<Tensor> positions) {
    public TokenGradient {
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(positions, "positions");
    }
}
