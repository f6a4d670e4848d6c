package io.metatransformer.core.batch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Objects;

/**
 * How urgent a request is, and whom its share of the encoder is counted to. Items that wait are taken by
 * priority, and within one priority each client gets the same share of tokens, however many it asks for.
 *
 * @param priority 0 to 9, as in Jakarta Messaging: 9 is the most urgent, {@link #USUAL} the default. One that
 *     waits rises by one a second, so that none starves
 * @param client who asks; empty for the program itself, which may fill the queue
 */
public record Precedence(int priority, String client) {
    public static final int USUAL = 4;
    public static final int HIGHEST = 9;

    /** Of the program itself. */
    public static final Precedence OWN = new Precedence(USUAL, "");

    /**
     * @throws MetaTransformerException with {@link ErrorCode#INVALID_REQUEST} for a priority out of range
     */
    public Precedence {
        Objects.requireNonNull(client, "client");
        if (priority < 0 || priority > HIGHEST) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "a priority is 0 to " + HIGHEST + ", got " + priority);
        }
    }
}
