package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class LifetimeTest {
    /** A shared pool may have one thread only, for which the call and its end would wait. */
    private static final Executor THREAD_EACH = task -> new Thread(task).start();

    private final Lifetime lifetime = new Lifetime("base/heads/x");

    @Test
    void a_call_gives_what_it_computed() {
        assertEquals(42, lifetime.during(() -> 42));
    }

    @Test
    void after_the_end_calls_are_refused_by_name_and_the_release_ran_once() {
        AtomicInteger released = new AtomicInteger();

        lifetime.end(released::incrementAndGet);
        lifetime.end(released::incrementAndGet);

        var refusal = assertThrows(MetaTransformerException.class, () -> lifetime.during(() -> 42));
        assertEquals(ErrorCode.CLOSED, refusal.code());
        assertEquals("base/heads/x was closed", refusal.getMessage());
        assertEquals(1, released.get());
    }

    @Test
    void the_end_waits_for_a_call_under_way_and_its_inner_calls_but_lets_no_new_one_in() {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch ending = new CountDownLatch(1);
        AtomicBoolean released = new AtomicBoolean();
        CompletableFuture<Boolean> call =
                CompletableFuture.supplyAsync(
                        () ->
                                lifetime.during(
                                        () -> {
                                            inside.countDown();
                                            await(ending);
                                            return lifetime.during(released::get);
                                        }),
                        THREAD_EACH);
        await(inside);

        CompletableFuture<Void> end =
                CompletableFuture.runAsync(
                        () -> lifetime.end(() -> released.set(true)), THREAD_EACH);
        awaitRefusal();
        assertFalse(end.isDone());
        ending.countDown();

        assertFalse(call.join());
        end.join();
        assertTrue(released.get());
    }

    @Test
    void a_call_that_ends_its_own_session_is_told_instead_of_waiting_for_itself() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                lifetime.during(
                                        () -> {
                                            lifetime.end(() -> {});
                                            return 0;
                                        }));

        assertEquals(ErrorCode.PLUGIN_ERROR, refusal.code());
        assertEquals(1, lifetime.during(() -> 1));
    }

    @Test
    void a_call_that_fails_is_over() {
        assertThrows(
                IllegalStateException.class,
                () ->
                        lifetime.during(
                                () -> {
                                    throw new IllegalStateException();
                                }));

        lifetime.end(() -> {});
    }

    /** Returns once a new call is refused. */
    private void awaitRefusal() {
        while (true) {
            try {
                lifetime.during(() -> 0);
                Thread.onSpinWait();
            } catch (MetaTransformerException e) {
                assertEquals(ErrorCode.CLOSED, e.code());
                return;
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
