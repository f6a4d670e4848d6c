package io.metatransformer.cli.bench;

import java.time.Duration;
import java.util.Arrays;

/**
 * Calls made one after the other for a while, and how long each took.
 *
 * @param nanos per call, ascending
 * @param total of all calls together
 */
public record Timings(long[] nanos, Duration total) {
    private static final int WARM_UP_CALLS = 3;

    /** Calls {@code work} a few times unmeasured, then until {@code time} is over, at least once. */
    public static Timings of(Duration time, Runnable work) {
        for (int i = 0; i < WARM_UP_CALLS; i++) {
            work.run();
        }
        long[] nanos = new long[1024];
        int count = 0;
        long began = System.nanoTime();
        long end = began + time.toNanos();
        do {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            long before = System.nanoTime();
            work.run();
            nanos[count++] = System.nanoTime() - before;
        } while (System.nanoTime() < end);
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return new Timings(sorted, Duration.ofNanos(System.nanoTime() - began));
    }

    public int calls() {
        return nanos.length;
    }

    public double perSecond() {
        return calls() * 1e9 / total.toNanos();
    }

    /** The time, in milliseconds, within which a {@code share} of all calls ended; nearest rank. */
    public double millis(double share) {
        int rank = (int) Math.ceil(share * nanos.length);
        return nanos[Math.max(1, rank) - 1] / 1e6;
    }
}
