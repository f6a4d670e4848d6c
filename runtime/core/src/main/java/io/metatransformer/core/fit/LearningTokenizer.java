package io.metatransformer.core.fit;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.TokenizerTraining;
import io.metatransformer.core.plugin.Guard;

/**
 * A tokenizer while it learns.
 *
 * @param start the part that it started from
 * @param guard through which it is called
 * @param closing gives back the training and what it was read from
 */
public record LearningTokenizer(
        ModelPart start, TokenizerTraining training, Guard guard, Runnable closing)
        implements AutoCloseable {

    @Override
    public void close() {
        closing.run();
    }
}
