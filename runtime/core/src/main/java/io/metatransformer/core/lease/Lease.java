package io.metatransformer.core.lease;

import java.util.concurrent.atomic.AtomicBoolean;

/** The right to use a {@link Shared} thing until closed; closing twice does nothing. Thread-safe. */
public final class Lease<T> implements AutoCloseable {
    private final T value;
    private final Runnable release;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Lease(T value, Runnable release) {
        this.value = value;
        this.release = release;
    }

    public T get() {
        return value;
    }

    /** The same lease, seen as another value; closing either closes both. */
    public <R> Lease<R> as(R other) {
        return new Lease<>(other, this::close);
    }

    @Override
    public void close() {
        if (open.compareAndSet(true, false)) {
            release.run();
        }
    }
}
