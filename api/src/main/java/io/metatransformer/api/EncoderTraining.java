package io.metatransformer.api;

import java.util.List;

/**
 * An encoder in a training. Used by one thread at a time. It holds native memory until it is closed.
 *
 * @since 0.1
 */
public interface EncoderTraining extends AutoCloseable {

    /** As {@link EncoderSession#encode}, with the weights as they are now. */
    List<Features> encode(List<TokenSequence> batch);

    /**
     * Hands the gradient of a loss on to the tokens; an encoder that learns then takes a step down its own.
     *
     * @param batch as given to {@link #encode}
     * @param gradients of the loss with respect to the features, each the shape of its sequence's tokens
     * @param learningRate of the last block, at least 0; a frozen encoder does not look at it
     * @throws MetaTransformerException as {@link EncoderSession#encode}; {@link ErrorCode#NON_FINITE} if a
     *     gradient leaves the numbers
     */
    List<TokenGradient> step(
            List<TokenSequence> batch, List<Tensor> gradients, double learningRate);

    /** A copy of the weights as they are now, under the encoder's own names; of a frozen one, none. */
    Weights weights();

    /** A copy of all that decides the steps to come; of a frozen encoder, none. */
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
