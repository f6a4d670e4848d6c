package io.metatransformer.core.batch;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who has a place, who is on the way, who waits. The oldest item leads every batch, and the next oldest ones
 * that fit go with it; one that does not fit is the oldest before long, so none starves.
 */
final class BatchQueue {
    private final BatchSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Entry> waiting = new ArrayDeque<>();
    private int taken;
    private int coming;
    private boolean closing;

    BatchQueue(BatchSettings settings) {
        this.settings = settings;
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

    /** Adds an item that was on the way; returns how many wait now. */
    int add(Entry entry) {
        return locked(
                () -> {
                    coming--;
                    waiting.addLast(entry);
                    return waiting.size();
                });
    }

    /** Whether the item still waited; then it waits no more. */
    boolean remove(Entry entry) {
        return locked(() -> waiting.remove(entry));
    }

    int taken() {
        return locked(() -> taken);
    }

    int size() {
        return locked(waiting::size);
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
                List<Entry> batch = fitting();
                long patience = settings.maxWait().toNanos() - oldest.age();
                if (coming == 0 || patience <= 0 || batch.size() < waiting.size()) {
                    waiting.removeAll(batch);
                    return batch;
                }
                changed.await(patience, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> fitting() {
        List<Entry> batch = new ArrayList<>();
        long tokens = 0;
        int longest = 0;
        for (Iterator<Entry> entries = waiting.iterator(); entries.hasNext(); ) {
            Entry entry = entries.next();
            long together = tokens + entry.length();
            int padded = Math.max(longest, entry.length());
            long size = (long) (batch.size() + 1) * padded;
            if (batch.isEmpty()
                    || size <= settings.tokenBudget()
                            && size - together <= settings.maxPadding() * size) {
                batch.add(entry);
                tokens = together;
                longest = padded;
            }
        }
        return batch;
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
