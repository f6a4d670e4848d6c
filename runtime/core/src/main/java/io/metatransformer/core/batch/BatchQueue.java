package io.metatransformer.core.batch;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Who has a place, who is on the way, who waits. The item that is next by {@link Precedence} leads every batch,
 * and the next ones that fit go with it. One that does not fit is next before long, so none starves.
 */
final class BatchQueue {
    private static final long NANOS_PER_LEVEL = TimeUnit.SECONDS.toNanos(1);

    private final BatchSettings settings;
    private final IntConsumer sized;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Set<Entry> waiting = new LinkedHashSet<>(); // in order of arrival
    private final Map<String, Integer> taken = new HashMap<>();
    private final Turns turns = new Turns();
    private int allTaken;
    private int coming;
    private boolean closing;

    /** @param sized told how many items wait, after every change and in that order */
    BatchQueue(BatchSettings settings, IntConsumer sized) {
        this.settings = settings;
        this.sized = sized;
    }

    /** Takes up to {@code wanted} places for a client and returns how many; -1 once it is closing. */
    int reserve(int wanted, String client) {
        return locked(
                () -> {
                    if (closing) {
                        return -1;
                    }
                    int granted = Math.max(0, Math.min(wanted, room(client)));
                    taken.merge(client, granted, Integer::sum);
                    allTaken += granted;
                    coming += granted;
                    return granted;
                });
    }

    private int room(String client) {
        int room = settings.capacity() - allTaken;
        return client.isEmpty()
                ? room
                : Math.min(room, settings.clientCapacity() - taken.getOrDefault(client, 0));
    }

    void leave(String client) {
        locked(
                () -> {
                    taken.computeIfPresent(client, (name, count) -> count > 1 ? count - 1 : null);
                    return --allTaken;
                });
    }

    void coming(int items) {
        locked(() -> coming += items);
    }

    /** Adds an item that was on the way. */
    void add(Entry entry) {
        locked(
                () -> {
                    coming--;
                    entry.gets(turns.next(entry.precedence().client(), entry.length()));
                    waiting.add(entry);
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
        return locked(() -> allTaken);
    }

    void close() {
        locked(() -> closing = true);
    }

    /** Waits for the next batch; empty when the queue is closed and every place was given back. */
    List<Entry> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (true) {
                if (waiting.isEmpty()) {
                    if (closing && allTaken == 0) {
                        return List.of();
                    }
                    changed.await();
                    continue;
                }
                List<Entry> batch = new ArrayList<>();
                boolean full = fill(batch);
                long patience = settings.maxWait().toNanos() - waiting.iterator().next().age();
                if (coming == 0 || patience <= 0 || full) {
                    batch.forEach(waiting::remove);
                    batch.forEach(each -> turns.served(each.turn()));
                    sized.accept(waiting.size());
                    return batch;
                }
                changed.await(patience, TimeUnit.NANOSECONDS);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Adds the next item and what fits beside it; returns whether the budget turned another away. */
    private boolean fill(List<Entry> batch) {
        boolean full = false;
        long tokens = 0;
        int longest = 0;
        for (Entry entry : inOrder()) {
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

    /** The most urgent first, then by turn; the sort is stable, so arrival decides at last. */
    private List<Entry> inOrder() {
        List<Entry> order = new ArrayList<>(waiting);
        long now = System.nanoTime();
        order.sort(
                Comparator.comparingLong((Entry entry) -> -level(entry, now))
                        .thenComparingLong(Entry::turn));
        return order;
    }

    private static long level(Entry entry, long now) {
        long risen = entry.precedence().priority() + (now - entry.since()) / NANOS_PER_LEVEL;
        return Math.min(Precedence.HIGHEST, risen);
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
