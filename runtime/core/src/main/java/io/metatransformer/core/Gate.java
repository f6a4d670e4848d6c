package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.batch.BatchSettings;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Counts the requests under way, and lets in no more once the runtime drains. Thread-safe. */
@Singleton
final class Gate {
    private final int limit;
    private final CompletableFuture<Void> empty = new CompletableFuture<>();
    private final Set<Call<?>> inside = new HashSet<>();
    private boolean draining;

    @Inject
    Gate(BatchSettings settings) {
        this.limit = Math.multiplyExact(4, settings.capacity());
    }

    /** Refuses what {@link #enter} would refuse. */
    synchronized void requireOpen() {
        if (draining) {
            throw Refusals.draining();
        }
        if (inside.size() >= limit) {
            throw new MetaTransformerException(
                    ErrorCode.QUEUE_FULL,
                    inside.size() + " requests are under way; no more are taken, try again later");
        }
    }

    synchronized void enter(Call<?> call) {
        requireOpen();
        inside.add(call);
    }

    void leave(Call<?> call) {
        boolean last;
        synchronized (this) {
            inside.remove(call);
            last = draining && inside.isEmpty();
        }
        if (last) {
            empty.complete(null);
        }
    }

    synchronized int size() {
        return inside.size();
    }

    /** Ends every request that is still under way. */
    void endAll(MetaTransformerException why) {
        Set<Call<?>> left;
        synchronized (this) {
            left = Set.copyOf(inside);
        }
        left.forEach(call -> call.end(why));
    }

    synchronized boolean isDraining() {
        return draining;
    }

    /** Lets nobody in any more; completes when everybody has left. */
    CompletableFuture<Void> drain() {
        boolean last;
        synchronized (this) {
            draining = true;
            last = inside.isEmpty();
        }
        if (last) {
            empty.complete(null);
        }
        return empty;
    }
}
