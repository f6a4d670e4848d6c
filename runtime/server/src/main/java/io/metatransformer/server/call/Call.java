package io.metatransformer.server.call;

import io.metatransformer.core.batch.Cancellation;
import io.metatransformer.core.batch.Deadline;
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
    private final Cancellation cancellation = new Cancellation();
    private volatile Deadline deadline;

    Call(String id, Surface surface, Operation operation, Duration patience) {
        this.id = id;
        this.surface = surface;
        this.operation = operation;
        this.patience = patience;
        this.deadline = Deadline.none();
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
