package io.metatransformer.core.batch;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The moment after which nobody waits for an answer any more. Counted by the monotonic clock of this
 * process, so that a corrected wall clock changes nothing.
 */
public final class Deadline {
    private static final Deadline NONE = new Deadline(0, false);

    private final long nanoTime;
    private final boolean bounded;

    private Deadline(long nanoTime, boolean bounded) {
        this.nanoTime = nanoTime;
        this.bounded = bounded;
    }

    /** The caller waits for as long as it takes. */
    public static Deadline none() {
        return NONE;
    }

    /** So much time from now; zero or less has passed already. At most 30 days count. */
    public static Deadline after(Duration time) {
        long nanos = Math.min(TimeUnit.DAYS.toNanos(30), saturated(time));
        return new Deadline(System.nanoTime() + nanos, true);
    }

    private static long saturated(Duration time) {
        return time.isNegative() ? 0 : TimeUnit.NANOSECONDS.convert(time);
    }

    /** Whether it is a real moment rather than {@link #none}. */
    public boolean isBounded() {
        return bounded;
    }

    public boolean hasPassed() {
        return bounded && nanosLeft() <= 0;
    }

    /** Time that is left, zero once it has passed; very long if there is no bound. */
    public Duration left() {
        return Duration.ofNanos(Math.max(0, nanosLeft()));
    }

    private long nanosLeft() {
        return bounded ? nanoTime - System.nanoTime() : Long.MAX_VALUE;
    }

    @Override
    public String toString() {
        return bounded ? "in " + left().toMillis() + " ms" : "none";
    }
}
