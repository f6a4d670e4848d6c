package io.metatransformer.core.lease;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class SharedTest {
    private final AtomicInteger closed = new AtomicInteger();
    private final Shared<String> shared = new Shared<>("thing", closed::incrementAndGet);

    @Test
    void it_is_closed_when_it_is_retired_and_the_last_lease_has_ended() {
        Lease<String> first = shared.lease().orElseThrow();
        Lease<String> second = shared.lease().orElseThrow();

        shared.retire();
        first.close();
        assertEquals(0, closed.get());
        second.close();

        assertEquals(1, closed.get());
        assertEquals(Optional.empty(), shared.lease());
    }

    @Test
    void without_leases_retiring_closes_at_once_and_once() {
        shared.retire();
        shared.retire();

        assertEquals(1, closed.get());
    }

    @Test
    void ending_a_lease_twice_ends_it_once() {
        Lease<String> first = shared.lease().orElseThrow();
        Lease<Integer> sameLease = first.as(5);
        Lease<String> second = shared.lease().orElseThrow();
        shared.retire();

        first.close();
        sameLease.close();
        assertEquals(0, closed.get());
        second.close();

        assertEquals(1, closed.get());
    }

    @RepeatedTest(50)
    void whoever_races_it_is_closed_once_and_never_in_use() throws Exception {
        AtomicInteger inUse = new AtomicInteger();
        List<Throwable> failures = new ArrayList<>();
        Shared<String> contested =
                new Shared<>(
                        "thing",
                        () -> {
                            closed.incrementAndGet();
                            assertEquals(0, inUse.get());
                        });
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> users = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            Thread user =
                    new Thread(
                            () -> {
                                await(start);
                                Optional<Lease<String>> lease = contested.lease();
                                while (lease.isPresent()) {
                                    inUse.incrementAndGet();
                                    inUse.decrementAndGet();
                                    lease.get().close();
                                    lease = contested.lease();
                                }
                            });
            user.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
            users.add(user);
            user.start();
        }

        start.countDown();
        contested.retire();
        for (Thread user : users) {
            user.join();
        }

        assertEquals(1, closed.get());
        assertTrue(failures.isEmpty(), failures::toString);
        assertTrue(contested.retire().toCompletableFuture().isDone());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
