package io.metatransformer.core.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Who has a place, who is on the way, who waits. The oldest item leads every batch, and the next oldest ones
 * that fit go with it; one that does not fit is the oldest before long, so none starves.
 */
final class BatchQueue {
    private final BatchSettings settings;
    private final IntConsumer sized;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int taken;
    private int coming;
    private boolean closing;

    /** @param sized told how many items wait, after every change and in that order */
    BatchQueue(BatchSettings settings, IntConsumer sized) {
        this.settings = settings;
        this.sized = sized;
    }

    /** Takes up to {@code wanted} places and returns how many; -1 once it is closing. */
    int reserve(int wanted) {
        return locked(
                () -> {
                    if (closing) {
                        return -1;
                    }
                    int granted = Math.max(0, Math.min(wanted, settings.capacity() - taken));
                    taken += granted;
                    coming += granted;
                    return granted;
                });
    }

    void leave() {
        locked(() -> taken--);
    }

    void coming(int items) {
        locked(() -> coming += items);
    }

    /** Adds an item that was on the way. */
    void add(Entry entry) {
        locked(
                () -> {
                    coming--;
                    waiting.addLast(entry);
                    sized.accept(waiting.size());
                    return entry;
                });
    }

    /** Whether the item still waited; then it waits no more. */
    boolean remove(Entry entry) {
        return locked(
                () -> {
                    boolean removed = waiting.remove(entry);
                    sized.accept(waiting.size());
                    return removed;
                });
    }

    int taken() {
        return locked(() -> taken);
    }

    void close() {
        locked(() -> closing = true);
    }

    /** Waits for the next batch; empty when the queue is closed and every place was given back. */
    List<Entry> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                Entry oldest = waiting.peekFirst();
                if (oldest == null) {
                    if (closing && taken == 0) {
                        return List.of();
                    }
                    changed.await();
                    continue;
                }
                List<Entry> batch = new ArrayList<>();
                boolean full = fill(batch);
                long patience = settings.maxWait().toNanos() - oldest.age();
                if (coming == 0 || patience <= 0 || full) {
                    waiting.removeAll(batch);
                    sized.accept(waiting.size());
                    return batch;
                }
                changed.await(patience, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the oldest item and what fits beside it; returns whether the budget turned another away. */
    private boolean fill(List<Entry> batch) {
        boolean full = false;
        long tokens = 0;
        int longest = 0;
        for (Entry entry : waiting) {
            long together = tokens + entry.length();
            int padded = Math.max(longest, entry.length());
            long size = (long) (batch.size() + 1) * padded;
            boolean affordable = batch.isEmpty() || size <= settings.tokenBudget();
            full |= !affordable;
            if (affordable && size - together <= settings.maxPadding() * size) {
                batch.add(entry);
                tokens = together;
                longest = padded;
            }
        }
        return full;
    }

    private <T> T locked(Supplier<T> change) {
        lock.lock();
        try {
            T result = change.get();
            changed.signalAll();
            return result;
        } finally {
            lock.unlock();
        }
    }
}
