package io.metatransformer.server.call;

import io.metatransformer.core.batch.Cancellation;
import io.metatransformer.core.batch.Deadline;
import io.metatransformer.core.batch.Precedence;
import java.time.Duration;

/**
 * One question that was admitted: its identity, how long its caller waits, and how to take it back. The
 * clock starts when the question has arrived whole; what it takes to upload is bounded by progress instead.
 */
public final class Call {
    private final String id;
    private final Surface surface;
    private final Operation operation;
    private final Duration patience;
    private final Precedence precedence;
    private final Cancellation cancellation = new Cancellation();
    private volatile Deadline deadline;
    private Runnable forget = () -> {};

    Call(
            String id,
            Surface surface,
            Operation operation,
            Duration patience,
            Precedence precedence) {
        this.id = id;
        this.surface = surface;
        this.operation = operation;
        this.patience = patience;
        this.precedence = precedence;
        this.deadline = Deadline.none();
    }

    /**
     * A part of this call with a clock of its own; taken back together with the whole. To be {@link #left} when
     * it is done.
     */
    public Call part() {
        Call part = new Call(id, surface, operation, patience, precedence);
        part.forget = cancellation.onCancel(part.cancellation::cancel);
        return part;
    }

    /** This part of a call is done. */
    public void left() {
        forget.run();
    }

    public String id() {
        return id;
    }

    public Surface surface() {
        return surface;
    }

    public Operation operation() {
        return operation;
    }

    /** Starts the clock. */
    public void arrived() {
        deadline = Deadline.after(patience);
    }

    public Precedence precedence() {
        return precedence;
    }

    public Duration patience() {
        return patience;
    }

    /** {@link Deadline#none} until the question has arrived. */
    public Deadline deadline() {
        return deadline;
    }

    public Cancellation cancellation() {
        return cancellation;
    }
}
