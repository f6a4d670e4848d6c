package io.metatransformer.api;

import java.util.Optional;

/**
 * Turns inputs of one modality into tokens in the space that the shared encoder reads.
 *
 * <p>Shapes: the result is {@code [N, D]}, row-major: {@code D} is {@link #width()}, {@code N} depends on the
 * input, {@code 1 <= N <= maxTokens()}. Token values have no unit.
 *
 * <p>One session serves many threads: it keeps no state between calls, and equal inputs give equal tokens,
 * bit for bit. It may block; nobody calls it on an event loop. It holds weights and native memory until it
 * is closed; closing waits for calls that are under way, and closing twice does nothing.
 *
 * @since 0.1
 */
public interface TokenizerSession extends AutoCloseable {

    /** Width of the tokens: the encoder's, D. */
    int width();

    /** The most tokens that one input may become. Longer inputs are refused, never silently cut. */
    int maxTokens();

    /**
     * Reads {@code input} whole.
     *
     * @return at least one token, one segment
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no bytes, {@link
     *     ErrorCode#UNSUPPORTED_FORMAT} for bytes of no format read here, {@link ErrorCode#LIMIT_EXCEEDED}
     *     past a limit, {@link ErrorCode#BAD_CONFIG} for an option of the request, and the further codes
     *     that each tokenizer documents; {@link ErrorCode#CLOSED} after {@link #close}
     */
    TokenSequence tokenize(Input input);

    /**
     * Draws {@code input} small, for a person. Not on the path to an answer: {@link #tokenize} never
     * needs it. Nothing by default.
     *
     * @throws MetaTransformerException as {@link #tokenize}, for what cannot be read
     */
    default Optional<Preview> preview(Input input) {
        return Optional.empty();
    }

    /**
     * What {@code input} shows, so that an answer about it can be drawn upon it. Like {@link #preview}, not on the
     * path to an answer. Nothing by default.
     *
     * @param side most pixels of an edge of a picture, from 1 to {@link Backdrop#MAX_SIDE}
     * @throws MetaTransformerException as {@link #tokenize}, for what cannot be read
     */
    default Optional<Backdrop> backdrop(Input input, int side) {
        return Optional.empty();
    }

    @Override
    void close();
}
