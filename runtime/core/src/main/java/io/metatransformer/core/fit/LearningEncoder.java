package io.metatransformer.core.fit;

import io.metatransformer.api.EncoderTraining;
import io.metatransformer.core.plugin.Guard;

/**
 * An encoder through which a loss reaches the tokens.
 *
 * @param guard through which it is called
 * @param closing gives back the training and what it was read from
 */
public record LearningEncoder(EncoderTraining training, Guard guard, Runnable closing)
        implements AutoCloseable {

    @Override
    public void close() {
        closing.run();
    }
}
