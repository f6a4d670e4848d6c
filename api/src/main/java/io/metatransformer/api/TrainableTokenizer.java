package io.metatransformer.api;

/**
 * A tokenizer whose learned layers can be trained in front of the encoder.
 *
 * <pre>
 *   input ──prepare──▶ kept between epochs ──forward──▶ tokens … gradient of the tokens ──step──▶ weights
 * </pre>
 *
 * @since 0.1
 */
public interface TrainableTokenizer extends Tokenizer {

    /**
     * Begins to train.
     *
     * @param start options, and the weights to start from: all that {@link #weights} requires
     * @throws MetaTransformerException as {@link #open}; {@link ErrorCode#UNSUPPORTED} for options with which
     *     nothing is learnt
     */
    TokenizerTraining train(ModelPart start, TrainingRules rules);
}
