package io.metatransformer.cli.bench;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Calls made by several threads at once for a while.
 *
 * @param perSecond calls that ended
 * @param cores that the process kept busy meanwhile, on average
 */
public record Load(double perSecond, double cores) {

    /**
     * Keeps calling {@code work} from each of {@code threads} threads until {@code time} is over, at least once
     * each.
     *
     * @throws RuntimeException that {@code work} threw
     */
    public static Load of(Duration time, int threads, Runnable work) {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            AtomicBoolean over = new AtomicBoolean();
            List<Future<Long>> calls = new ArrayList<>();
            long busy = processorNanos();
            long began = System.nanoTime();
            for (int i = 0; i < threads; i++) {
                calls.add(callers.submit(() -> calls(work, over, began + time.toNanos())));
            }
            long sum = 0;
            for (Future<Long> each : calls) {
                sum += each.get();
            }
            double seconds = (System.nanoTime() - began) / 1e9;
            return new Load(sum / seconds, (processorNanos() - busy) / 1e9 / seconds);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it measured", e);
        } finally {
            callers.shutdownNow();
        }
    }

    private static long calls(Runnable work, AtomicBoolean over, long end) {
        long calls = 0;
        try {
            do {
                work.run();
                calls++;
            } while (!over.get() && System.nanoTime() < end);
            return calls;
        } catch (RuntimeException e) {
            over.set(true); // the others need not go on
            throw e;
        }
    }

    private static long processorNanos() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean process
                ? process.getProcessCpuTime()
                : 0;
    }
}
