package io.metatransformer.core.batch;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** One item that waits, runs or is done. */
final class Entry implements Place.Ticket {
    private final Batcher batcher;
    private final TokenSequence tokens;
    private final Deadline deadline;
    private final Precedence precedence;
    private final long since = System.nanoTime();
    private final CompletableFuture<Encoded> encoded = new CompletableFuture<>();

    private long turn; // guarded by the queue

    Entry(Batcher batcher, TokenSequence tokens, Deadline deadline, Precedence precedence) {
        this.batcher = batcher;
        this.tokens = tokens;
        this.deadline = deadline;
        this.precedence = precedence;
    }

    Precedence precedence() {
        return precedence;
    }

    void gets(long next) {
        turn = next;
    }

    long turn() {
        return turn;
    }

    /** When it was queued, by the clock of {@link System#nanoTime}. */
    long since() {
        return since;
    }

    TokenSequence tokens() {
        return tokens;
    }

    int length() {
        return tokens.length();
    }

    boolean isLate() {
        return deadline.hasPassed();
    }

    /** Nanoseconds since it was queued. */
    long age() {
        return System.nanoTime() - since;
    }

    Duration waited(long until) {
        return Duration.ofNanos(until - since);
    }

    void complete(Encoded result) {
        encoded.complete(result);
    }

    void refuse(Throwable refusal) {
        encoded.completeExceptionally(refusal);
    }

    @Override
    public CompletionStage<Encoded> encoded() {
        return encoded;
    }

    @Override
    public void withdraw(MetaTransformerException refusal) {
        batcher.withdraw(this, refusal);
    }
}
