package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchTest {

    @Test
    void work_that_never_ends_is_found_out_with_the_place_where_it_stands() {
        CountDownLatch never = new CountDownLatch(1);
        try (Watch watch = new Watch(1)) {
            var found = assertThrows(AssertionError.class, () -> watch.run(() -> await(never)));

            assertEquals("takes longer than 1 s", found.getMessage());
            assertTrue(
                    Arrays.stream(found.getCause().getStackTrace())
                            .anyMatch(frame -> frame.getMethodName().equals("await")),
                    "the stack of the thread that stands still");
        }
    }

    @Test
    void work_throws_what_it_would_throw_here() {
        RuntimeException refusal = new IllegalStateException("no");
        Error failure = new StackOverflowError();
        try (Watch watch = new Watch(60)) {
            assertSame(refusal, assertThrows(RuntimeException.class, () -> fail(watch, refusal)));
            assertSame(failure, assertThrows(Error.class, () -> fail(watch, failure)));
        }
    }

    @Test
    void work_is_done_when_run_returns() {
        AtomicInteger done = new AtomicInteger();
        try (Watch watch = new Watch(60)) {
            watch.run(done::incrementAndGet);

            assertEquals(1, done.get());
        }
    }

    private static void fail(Watch watch, Throwable with) {
        watch.run(
                () -> {
                    if (with instanceof Error error) {
                        throw error;
                    }
                    throw (RuntimeException) with;
                });
    }

    private static void await(CountDownLatch never) {
        try {
            never.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the watch was closed
        }
    }
}
