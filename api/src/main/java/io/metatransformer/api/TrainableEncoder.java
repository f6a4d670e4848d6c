package io.metatransformer.api;

/**
 * An encoder through which a loss reaches the tokens, and which may learn, too.
 *
 * @since 0.1
 */
public interface TrainableEncoder extends Encoder {

    /**
     * Loads the encoder a second time, so that a session that serves is never touched.
     *
     * @throws MetaTransformerException as {@link #open}; {@link ErrorCode#UNSUPPORTED} if it only hands gradients
     *     on and is not to be frozen; {@link ErrorCode#INSUFFICIENT_RESOURCES} if it cannot be trained in the
     *     memory there is
     */
    EncoderTraining train(ModelPart part, EncoderRules rules);
}
