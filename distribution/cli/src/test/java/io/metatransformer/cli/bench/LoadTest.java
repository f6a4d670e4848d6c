package io.metatransformer.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class LoadTest {

    @Test
    void all_threads_call_at_the_same_time() {
        CyclicBarrier together = new CyclicBarrier(3);

        Load load = Load.of(Duration.ZERO, 3, () -> await(together));

        assertTrue(load.perSecond() > 0);
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(60, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException("nobody else came", e);
        }
    }

    @Test
    void a_failure_ends_the_measurement() {
        var failure =
                assertThrows(
                        ArithmeticException.class,
                        () ->
                                Load.of(
                                        Duration.ofDays(1),
                                        2,
                                        () -> {
                                            throw new ArithmeticException("no");
                                        }));

        assertEquals("no", failure.getMessage());
    }
}
