package io.metatransformer.modality.text;

import java.util.Arrays;

/**
 * Byte-pair encoding of one piece (Sennrich et al., Neural Machine Translation of Rare Words with Subword
 * Units, 2016): of all neighbours that may be joined, those of the lowest rank are, everywhere, from left to
 * right, until none is left.
 *
 * <p>A linked list of symbols and a heap of candidates: n log n for a piece of n bytes.
 */
final class BytePairs {
    private static final int GONE = -1;

    private final MergeTable merges;
    private final int[] symbols;
    private final int[] previous;
    private final int[] next;
    private final RankHeap candidates;

    private BytePairs(MergeTable merges, int[] symbols) {
        int n = symbols.length;
        this.merges = merges;
        this.symbols = symbols;
        this.previous = new int[n];
        this.next = new int[n];
        for (int i = 0; i < n; i++) {
            previous[i] = i - 1;
            next[i] = i + 1 < n ? i + 1 : GONE;
        }
        this.candidates = new RankHeap(n);
    }

    /**
     * @param symbols of the bytes of a piece, one or more; taken over
     * @return the symbols of the piece
     */
    static int[] join(MergeTable merges, int[] symbols) {
        return symbols.length == 1 ? symbols : new BytePairs(merges, symbols).joined();
    }

    private int[] joined() {
        for (int i = 0; i + 1 < symbols.length; i++) {
            offer(i);
        }
        int[] places = new int[16];
        while (!candidates.isEmpty()) {
            // All of one rank first: what a join makes possible waits, even if its rank is lower.
            int rank = candidates.rank();
            int count = 0;
            while (!candidates.isEmpty() && candidates.rank() == rank) {
                if (count == places.length) {
                    places = Arrays.copyOf(places, 2 * count);
                }
                places[count++] = candidates.removePlace();
            }
            for (int k = 0; k < count; k++) {
                if (isStill(places[k], rank)) {
                    joinAt(places[k]);
                }
            }
        }
        return left();
    }

    private void offer(int left) {
        int right = next[left];
        int rank = right == GONE ? GONE : merges.rank(symbols[left], symbols[right]);
        if (rank >= 0) {
            candidates.add(rank, left);
        }
    }

    /** Whether the pair that was offered is there: either of its symbols may be part of another by now. */
    private boolean isStill(int left, int rank) {
        return symbols[left] != GONE
                && next[left] != GONE
                && merges.rank(symbols[left], symbols[next[left]]) == rank;
    }

    private void joinAt(int left) {
        int right = next[left];
        symbols[left] = merges.joined(symbols[left], symbols[right]);
        symbols[right] = GONE;
        next[left] = next[right];
        if (next[left] != GONE) {
            previous[next[left]] = left;
        }
        offer(left);
        if (previous[left] != GONE) {
            offer(previous[left]);
        }
    }

    private int[] left() {
        int[] left = new int[symbols.length];
        int count = 0;
        for (int i = 0; i != GONE; i = next[i]) {
            left[count++] = symbols[i];
        }
        return Arrays.copyOf(left, count);
    }
}
