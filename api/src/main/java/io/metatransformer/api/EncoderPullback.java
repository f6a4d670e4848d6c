package io.metatransformer.api;

import java.util.List;

/**
 * A frozen encoder in a training. Used by one thread at a time. It holds native memory until it is closed.
 *
 * @since 0.1
 */
public interface EncoderPullback extends AutoCloseable {

    /** As {@link EncoderSession#encode}. */
    List<Features> encode(List<TokenSequence> batch);

    /**
     * Hands the gradient of a loss on to the tokens.
     *
     * @param batch as given to {@link #encode}
     * @param gradients of the loss with respect to the features, each the shape of its sequence's tokens
     * @throws MetaTransformerException as {@link EncoderSession#encode}; {@link ErrorCode#NON_FINITE} if a
     *     gradient leaves the numbers
     */
    List<TokenGradient> pullback(List<TokenSequence> batch, List<Tensor> gradients);

    @Override
    void close();
}
