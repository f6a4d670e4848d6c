package io.metatransformer.server.call;

import io.metatransformer.core.batch.Precedence;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Every question that is being worked on: admits new ones, before their body is read, takes them back, and
 * knows when all are done. Safe to share between threads.
 */
public final class Calls {
    private final Limits limits;
    private final Set<Call> running = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicLong bodyBytes = new AtomicLong();
    private final CompletableFuture<Void> idle = new CompletableFuture<>();
    private volatile boolean draining;

    public Calls(Limits limits) {
        this.limits = limits;
    }

    /**
     * Lets a question in.
     *
     * @throws Refusal with {@link ProblemType#DRAINING} or {@link ProblemType#QUEUE_FULL}; such a question has
     *     cost nothing yet
     */
    public Call admit(
            String id,
            Surface surface,
            Operation operation,
            Duration patience,
            Precedence precedence) {
        refuseWhileDraining();
        if (count.incrementAndGet() > limits.requestsInFlight()) {
            left();
            throw new Refusal(
                    ProblemType.QUEUE_FULL,
                    "the server already works on " + limits.requestsInFlight() + " requests");
        }
        Call call = new Call(id, surface, operation, patience, precedence);
        running.add(call);
        if (draining) {
            done(call);
            refuseWhileDraining();
        }
        return call;
    }

    /** @throws Refusal with {@link ProblemType#DRAINING} once {@link #drain} was called */
    public void refuseWhileDraining() {
        if (draining) {
            throw new Refusal(ProblemType.DRAINING, "the server is shutting down");
        }
    }

    /** The question was answered, or nobody waits for it any more. Once per call. */
    public void done(Call call) {
        if (running.remove(call)) {
            left();
        }
    }

    private void left() {
        if (count.decrementAndGet() == 0 && draining) {
            idle.complete(null);
        }
    }

    /** Takes back every running question of that id. */
    public void cancel(String id) {
        for (Call call : running) {
            if (call.id().equals(id)) {
                call.cancellation().cancel();
            }
        }
    }

    /** Takes back everything that still runs. */
    public void cancelAll() {
        running.forEach(call -> call.cancellation().cancel());
    }

    /**
     * Counts bytes of a body that is held in memory.
     *
     * @throws Refusal with {@link ProblemType#QUEUE_FULL} if all bodies together take too much
     */
    public void hold(long bytes) {
        if (bodyBytes.addAndGet(bytes) > limits.bodyBytesInFlight()) {
            bodyBytes.addAndGet(-bytes);
            throw new Refusal(
                    Problem.of(
                            ProblemType.QUEUE_FULL,
                            "the bodies of running requests take up the memory set aside for them"));
        }
    }

    /** Such bytes are held no longer. */
    public void release(long bytes) {
        bodyBytes.addAndGet(-bytes);
    }

    public int inFlight() {
        return count.get();
    }

    public long heldBytes() {
        return bodyBytes.get();
    }

    /**
     * Admits nothing from now on.
     *
     * @return completes when the last running question is done
     */
    public CompletionStage<Void> drain() {
        draining = true;
        if (count.get() == 0) {
            idle.complete(null);
        }
        return idle.copy();
    }

    public boolean isDraining() {
        return draining;
    }
}
