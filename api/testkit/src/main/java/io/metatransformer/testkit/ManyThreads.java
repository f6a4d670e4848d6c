package io.metatransformer.testkit;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.opentest4j.AssertionFailedError;

/** Calls a session from eight threads at once. */
final class ManyThreads {
    private static final int THREADS = 8;
    private static final int ROUNDS = 4;
    private static final long MINUTES = 5;

    private ManyThreads() {}

    /** All calls start together, and {@code check} holds for what each gives. */
    static <T> void call(Supplier<T> call, Consumer<T> check) {
        CountDownLatch start = new CountDownLatch(THREADS);
        run(
                () -> {
                    start.countDown();
                    start.await();
                    for (int round = 0; round < ROUNDS; round++) {
                        check.accept(call.get());
                    }
                    return null;
                },
                () -> {});
    }

    /**
     * Closes {@code session} while eight threads call it again and again: every call either gives what
     * {@code check} accepts or is refused with {@link ErrorCode#CLOSED}.
     */
    static <T> void closeUnderWay(AutoCloseable session, Supplier<T> call, Consumer<T> check) {
        CountDownLatch calledOnce = new CountDownLatch(THREADS);
        run(
                () -> {
                    try {
                        while (true) {
                            check.accept(call.get());
                            calledOnce.countDown();
                        }
                    } catch (MetaTransformerException e) {
                        if (e.code() != ErrorCode.CLOSED) {
                            throw e;
                        }
                    } finally {
                        calledOnce.countDown();
                    }
                    return null;
                },
                () -> {
                    if (!calledOnce.await(MINUTES, TimeUnit.MINUTES)) {
                        throw new AssertionFailedError("no call came back");
                    }
                    session.close();
                });
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void run(Callable<Void> task, Step meanwhile) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Void>> running = new ArrayList<>();
            for (int i = 0; i < THREADS; i++) {
                running.add(threads.submit(task));
            }
            meanwhile.run();
            for (Future<Void> each : running) {
                each.get(MINUTES, TimeUnit.MINUTES);
            }
        } catch (ExecutionException e) {
            throw new AssertionFailedError(
                    "one of " + THREADS + " threads failed: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            throw new AssertionFailedError("the threads do not come to an end", e);
        } catch (Exception e) {
            throw new AssertionFailedError("the threads were not done: " + e, e);
        } finally {
            threads.shutdownNow();
        }
    }
}
