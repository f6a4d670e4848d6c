package io.metatransformer.testkit;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Runs work piece by piece in a thread of its own, so that a piece that never ends is found out. */
final class Watch implements AutoCloseable {
    private final long seconds;
    private final ExecutorService worker;
    private volatile Thread thread;

    /**
     * @param seconds that one piece may take
     */
    Watch(long seconds) {
        this.seconds = seconds;
        this.worker =
                Executors.newSingleThreadExecutor(
                        work -> {
                            thread = new Thread(work, "watched");
                            thread.setDaemon(true);
                            return thread;
                        });
    }

    /**
     * Runs {@code work} and throws what it throws.
     *
     * @throws AssertionError if it takes too long; its cause says what the thread was doing
     */
    void run(Runnable work) {
        Future<?> end = worker.submit(work);
        try {
            end.get(seconds, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            Throwable doing = new Throwable("still here after " + seconds + " s");
            doing.setStackTrace(thread.getStackTrace());
            throw new AssertionError("takes longer than " + seconds + " s", doing);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException thrown) {
                throw thrown;
            }
            throw (Error) e.getCause(); // a Runnable throws nothing else
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
