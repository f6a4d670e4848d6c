package io.metatransformer.api;

import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;

/**
 * How a session keeps its promise about closing: calls run inside {@link #during}, {@link #end} waits for
 * those under way and refuses later ones. Safe to share between threads.
 *
 * <pre>{@code
 * public TokenSequence tokenize(Input input) {
 *     return lifetime.during(() -> read(input));
 * }
 *
 * public void close() {
 *     lifetime.end(network::close);
 * }
 * }</pre>
 */
public final class Lifetime {
    private final String name;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile boolean ending;
    private boolean ended;

    /**
     * @param name of the session, as a refusal says it
     */
    public Lifetime(String name) {
        this.name = name;
    }

    /**
     * Runs one call. Any number run at once.
     *
     * @throws MetaTransformerException with {@link ErrorCode#CLOSED}, at once, when {@link #end} was called
     */
    public <T> T during(Supplier<T> call) {
        // A call that was let in may make another one on its way, while end() waits for it.
        boolean inside = lock.getReadHoldCount() > 0;
        // Not lock(): that would queue behind end() instead of being refused. Only end() ever locks
        // to write.
        if (!lock.readLock().tryLock()) {
            throw closed();
        }
        try {
            if (ending && !inside) {
                throw closed();
            }
            return call.get();
        } finally {
            lock.readLock().unlock();
        }
    }

    private MetaTransformerException closed() {
        return new MetaTransformerException(ErrorCode.CLOSED, name + " was closed");
    }

    /**
     * Waits for the calls under way, then runs {@code release}: the first time only. Every return is after
     * the release.
     *
     * @throws MetaTransformerException with {@link ErrorCode#PLUGIN_ERROR} from inside a call, which would
     *     wait for itself
     */
    public void end(Runnable release) {
        if (lock.getReadHoldCount() > 0) {
            throw new MetaTransformerException(
                    ErrorCode.PLUGIN_ERROR, name + " was closed from inside one of its calls");
        }
        ending = true;
        lock.writeLock().lock();
        try {
            if (!ended) {
                ended = true;
                release.run();
            }
        } finally {
            lock.writeLock().unlock();
        }
    }
}
