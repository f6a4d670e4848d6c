package io.metatransformer.api;

import java.util.List;

/**
 * A tokenizer while it learns. Used by one thread at a time. Equal starts, batches and seeds give equal
 * weights on one machine. It holds native memory until it is closed.
 *
 * @since 0.1
 */
public interface TokenizerTraining extends AutoCloseable {

    /**
     * Does for one input what no weight decides.
     *
     * @throws MetaTransformerException as {@link TokenizerSession#tokenize}
     */
    PreparedInput prepare(Input input);

    /** The tokens that a session would make with the weights as they are now. */
    List<TokenSequence> tokenize(List<PreparedInput> batch);

    /**
     * The tokens that {@link #step} is about to change: dropouts are drawn and norms go by the batch, where
     * there are such layers.
     *
     * @param batch at least one
     * @param seed of whatever is drawn
     */
    List<TokenSequence> forward(List<PreparedInput> batch, long seed);

    /**
     * One step down the gradient.
     *
     * @param batch that of the last {@link #forward}
     * @param gradients of the loss with respect to those tokens
     * @param learningRate at least 0
     * @param seed that of the last {@link #forward}
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} if a gradient leaves the numbers
     */
    void step(
            List<PreparedInput> batch,
            List<TokenGradient> gradients,
            double learningRate,
            long seed);

    /** A copy of the weights as they are now: those of {@link Tokenizer#weights}. */
    Weights weights();

    /** A copy of all that decides the steps to come: weights, memory of earlier steps, how many there were. */
    Weights state();

    /**
     * Goes on where {@link #state} was taken.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for the state of another training
     */
    void restore(Weights state);

    @Override
    void close();
}
