package io.metatransformer.core.batch;

import java.util.HashMap;
import java.util.Map;

/**
 * Whose turn it is, counted in tokens: start-time fair queueing (Goyal, Vin, Cheng, SIGCOMM 1996) with equal
 * shares. An item's turn is where the one before it of the same client ends, but never before that of the item
 * served last: who was away does not catch up. Not thread-safe.
 */
final class Turns {
    private final Map<String, Long> ends = new HashMap<>();
    private long now;

    /** The turn of another item of a client; the smallest one is served first. */
    long next(String client, int tokens) {
        long turn = Math.max(now, ends.getOrDefault(client, now));
        ends.put(client, turn + tokens);
        return turn;
    }

    /** An item with this turn is being served. */
    void served(long turn) {
        if (turn > now) {
            now = turn;
            ends.values().removeIf(end -> end <= now);
        }
    }
}
