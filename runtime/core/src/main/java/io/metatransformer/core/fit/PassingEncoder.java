package io.metatransformer.core.fit;

import io.metatransformer.api.EncoderPullback;
import io.metatransformer.core.plugin.Guard;

/**
 * An encoder through which a loss reaches the tokens.
 *
 * @param guard through which it is called
 * @param closing gives back the encoder and what it was read from
 */
public record PassingEncoder(EncoderPullback pullback, Guard guard, Runnable closing)
        implements AutoCloseable {

    @Override
    public void close() {
        closing.run();
    }
}
