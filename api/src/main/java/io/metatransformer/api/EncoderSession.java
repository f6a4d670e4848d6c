package io.metatransformer.api;

import java.util.List;

/**
 * The shared encoder, loaded: a stack of pre-norm transformer blocks (Meta-Transformer, arXiv 2307.10802).
 *
 * <p>One session serves many threads. It may block; nobody calls it on an event loop. It holds native
 * memory until it is closed; closing waits for calls that are under way, and closing twice does nothing.
 *
 * @since 0.1
 */
public interface EncoderSession extends AutoCloseable {

    /** Width of tokens and features, D. */
    int width();

    /** The most tokens that one sequence may hold. */
    int maxTokens();

    /**
     * Encodes a ragged batch: sequences of any lengths and modalities together. Each result is what its
     * sequence gives alone, within 1e-5: no item sees its neighbours or their padding.
     *
     * @param batch one sequence or more, each {@code [N_i, D]}
     * @return one result per sequence, in the same order, with the same segments
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no sequences, {@link
     *     ErrorCode#SHAPE_MISMATCH} for another width, {@link ErrorCode#LIMIT_EXCEEDED} for a sequence past
     *     {@link #maxTokens}, {@link ErrorCode#NON_FINITE} for NaN or infinity in the tokens, {@link
     *     ErrorCode#CLOSED} after {@link #close}
     */
    List<Features> encode(List<TokenSequence> batch);

    @Override
    void close();
}
