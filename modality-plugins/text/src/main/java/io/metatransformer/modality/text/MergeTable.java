package io.metatransformer.modality.text;

import java.util.Arrays;

/** Which pairs of symbols are joined, in what order of preference, and to what. A hash table of plain numbers. */
final class MergeTable {
    private static final int NONE = -1;

    private final long[] pairs;
    private final int[] ranks;
    private final int[] joined;
    private final int mask;

    /**
     * @param merges how many there will be at most
     */
    MergeTable(int merges) {
        int capacity = Integer.highestOneBit(Math.max(8, merges)) << 2;
        this.pairs = new long[capacity];
        this.ranks = new int[capacity];
        this.joined = new int[capacity];
        this.mask = capacity - 1;
        Arrays.fill(pairs, NONE);
    }

    /** A pair that is put again takes its later rank. */
    void put(int left, int right, int rank, int symbol) {
        long pair = pair(left, right);
        int slot = slot(pair);
        pairs[slot] = pair;
        ranks[slot] = rank;
        joined[slot] = symbol;
    }

    /** -1 if the pair is not joined. */
    int rank(int left, int right) {
        long pair = pair(left, right);
        int slot = slot(pair);
        return pairs[slot] == pair ? ranks[slot] : NONE;
    }

    /** The symbol that a pair with a rank becomes. */
    int joined(int left, int right) {
        return joined[slot(pair(left, right))];
    }

    private static long pair(int left, int right) {
        return (long) left << 32 | right;
    }

    private int slot(long pair) {
        long mixed = pair * 0x9E3779B97F4A7C15L;
        int slot = (int) (mixed >>> 32) & mask;
        while (pairs[slot] != NONE && pairs[slot] != pair) {
            slot = slot + 1 & mask;
        }
        return slot;
    }
}
