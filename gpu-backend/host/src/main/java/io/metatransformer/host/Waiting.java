package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.UUID;

/** One request at its host, from its arrival to its turn. */
final class Waiting {
    private final String id;
    private final long arrived = System.nanoTime();
    private final Duration patience;
    private volatile boolean cancelled;

    private Waiting(String id, Duration patience) {
        this.id = id;
        this.patience = patience;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#INVALID_REQUEST} for a deadline that is no number
     */
    static Waiting of(MultiMap headers, Duration longest) {
        String id = headers.get(EncoderBus.REQUEST_ID);
        String deadline = headers.get(EncoderBus.DEADLINE);
        return new Waiting(
                id == null ? UUID.randomUUID().toString() : id,
                deadline == null ? longest : parse(deadline));
    }

    private static Duration parse(String milliseconds) {
        try {
            return Duration.ofMillis(Long.parseLong(milliseconds));
        } catch (NumberFormatException e) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "header " + EncoderBus.DEADLINE + " takes milliseconds as a whole number");
        }
    }

    String id() {
        return id;
    }

    void cancel() {
        cancelled = true;
    }

    /** Refuses a request for which nobody waits any more; called when its turn comes. */
    void checkWanted() {
        if (cancelled) {
            throw new MetaTransformerException(
                    ErrorCode.CANCELLED, "the caller withdrew the request");
        }
        if (System.nanoTime() - arrived >= patience.toNanos()) {
            throw new MetaTransformerException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    "the deadline passed while the request waited for its turn");
        }
    }
}
