package io.metatransformer.api;

/**
 * An encoder through which a loss reaches the tokens. Its own weights stay as they are.
 *
 * @since 0.1
 */
public interface DifferentiableEncoder extends Encoder {

    /**
     * Loads the encoder a second time, so that a session that serves is never touched.
     *
     * @throws MetaTransformerException as {@link #open}
     */
    EncoderPullback differentiate(ModelPart part);
}
