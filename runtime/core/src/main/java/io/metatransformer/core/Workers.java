package io.metatransformer.core;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The runtime's own threads, so that no caller needs a pool: some for tokenizers and heads, some for loading
 * models and for what must not wait, one that watches deadlines.
 */
@Singleton
final class Workers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);
    private static final long IDLE_SECONDS = 5;

    private final WorkerSettings settings;
    private final Renewed stages;
    private final ExecutorService background;
    private final ScheduledThreadPoolExecutor clock;

    @Inject
    Workers(WorkerSettings settings) {
        this.settings = settings;
        stages = new Renewed(settings.threads());
        background = Executors.newCachedThreadPool(threads("mt-background"));
        clock = new ScheduledThreadPoolExecutor(1, threads("mt-clock"));
        clock.setRemoveOnCancelPolicy(true);
    }

    /**
     * @param threads for tokenizers and heads, at least 1
     * @param drain longest that closing waits for requests under way
     */
    record WorkerSettings(int threads, Duration drain) {}

    WorkerSettings settings() {
        return settings;
    }

    /** For the stages of a request. */
    Executor stages() {
        return stages;
    }

    /** For what may take long, or must not wait for a free thread of the stages. */
    Executor background() {
        return background;
    }

    /** Runs a short action once the time is over, unless the future is cancelled before. */
    Future<?> after(long nanos, Runnable action) {
        return clock.schedule(action, nanos, TimeUnit.NANOSECONDS);
    }

    /**
     * Replaces each thread after its current task: what a plugin left in its thread-local variables would
     * keep the plugin's classes alive for as long as the thread.
     */
    void renew() {
        stages.generation.incrementAndGet();
    }

    @Override
    public void close() {
        stages.shutdown();
        background.shutdown();
        clock.shutdownNow();
    }

    private static ThreadFactory threads(String name) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, name + "-" + count.getAndIncrement());
            thread.setDaemon(true);
            thread.setContextClassLoader(Workers.class.getClassLoader()); // not a plugin's
            thread.setUncaughtExceptionHandler(
                    (t, failure) -> {
                        if (!(failure instanceof Renewal)) {
                            LOG.error("thread {} ended", t.getName(), failure);
                        }
                    });
            return thread;
        };
    }

    /** Ends a thread whose time has come; the pool starts a fresh one. */
    private static final class Renewal extends RuntimeException {
        private static final long serialVersionUID = 1;

        Renewal() {
            super("renewal", null, false, false);
        }
    }

    /** A pool whose threads end when they are idle for long, or older than the last renewal. */
    private static final class Renewed extends ThreadPoolExecutor {
        private final AtomicInteger generation = new AtomicInteger();
        private final ThreadLocal<Integer> born = ThreadLocal.withInitial(generation::get);

        Renewed(int threads) {
            super(
                    threads,
                    threads,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new LinkedBlockingQueue<>(),
                    threads("mt-stage"),
                    // After close, what is still under way ends on the thread that brought it this
                    // far.
                    (task, pool) -> task.run());
            allowCoreThreadTimeOut(true);
        }

        @Override
        protected void beforeExecute(Thread thread, Runnable task) {
            born.get();
        }

        @Override
        protected void afterExecute(Runnable task, Throwable failure) {
            if (born.get() != generation.get()) {
                throw new Renewal();
            }
        }
    }
}
