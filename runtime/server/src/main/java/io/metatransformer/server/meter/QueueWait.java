package io.metatransformer.server.meter;

import io.metatransformer.core.PipelineListener;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * How long a caller that found no room should wait: what waits now, times what one item has lately taken. A
 * guess, kept within bounds.
 */
public final class QueueWait implements PipelineListener, Supplier<Duration> {
    private static final long SHORTEST_MS = 50;
    private static final long LONGEST_MS = 30_000;
    private static final long UNKNOWN_MS = 1_000;

    private final Map<String, Integer> waiting = new ConcurrentHashMap<>();
    private final AtomicLong nanosPerItem = new AtomicLong();

    @Override
    public void queued(String model, int items) {
        waiting.put(model, items);
    }

    @Override
    public void modelRemoved(String name) {
        waiting.remove(name);
    }

    /** The mean moves a quarter of the way to each new batch. */
    @Override
    public void encoded(Batch batch) {
        long latest = batch.time().toNanos() / Math.max(1, batch.items());
        nanosPerItem.updateAndGet(mean -> mean == 0 ? latest : mean + (latest - mean) / 4);
    }

    @Override
    public Duration get() {
        long perItem = nanosPerItem.get();
        if (perItem == 0) {
            return Duration.ofMillis(UNKNOWN_MS);
        }
        int longest = waiting.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        long millis = perItem / 1_000_000 * (longest + 1L);
        return Duration.ofMillis(Math.max(SHORTEST_MS, Math.min(LONGEST_MS, millis)));
    }
}
