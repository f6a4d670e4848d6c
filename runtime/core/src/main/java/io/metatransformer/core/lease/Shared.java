package io.metatransformer.core.lease;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A thing that is used by leases and closed once: when it has been retired and no lease is left. Whoever
 * ends last closes it, on its own thread. Thread-safe.
 */
public final class Shared<T> {
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Closer closer;
    private T value;
    private int leases;
    private boolean retired;

    /** Closes what was shared; a failure is the caller's to report. */
    @FunctionalInterface
    public interface Closer {
        void close();
    }

    public Shared(T value, Closer closer) {
        this.value = Objects.requireNonNull(value, "value");
        this.closer = Objects.requireNonNull(closer, "closer");
    }

    /** A lease, or nothing once {@link #retire} was called. */
    public Optional<Lease<T>> lease() {
        synchronized (this) {
            if (retired) {
                return Optional.empty();
            }
            leases++;
            return Optional.of(new Lease<>(value, this::release));
        }
    }

    /** Grants no more leases. The stage completes when the thing is closed; retiring twice is once. */
    public CompletionStage<Void> retire() {
        boolean close;
        synchronized (this) {
            close = !retired && leases == 0;
            retired = true;
        }
        if (close) {
            close();
        }
        return closed.minimalCompletionStage();
    }

    public synchronized boolean isRetired() {
        return retired;
    }

    private void release() {
        boolean close;
        synchronized (this) {
            leases--;
            close = retired && leases == 0;
        }
        if (close) {
            close();
        }
    }

    private void close() {
        synchronized (this) {
            value = null; // a retired plugin's classes must not stay reachable from here
        }
        try {
            closer.close();
            closed.complete(null);
        } catch (RuntimeException | Error e) {
            closed.completeExceptionally(e);
        }
    }
}
