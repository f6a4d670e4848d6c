package io.metatransformer.head.retrieval;

import java.util.Arrays;

/** The largest of many numbers, in order; ties in order of index. */
final class Nearest {
    private Nearest() {}

    /**
     * @param similarities {@code [G]}, all finite
     * @param k at least 1
     * @return indices of the {@code min(k, G)} largest, the largest first
     */
    static int[] of(float[] similarities, int from, int G, int k) {
        int count = Math.min(k, G);
        long[] kept = new long[count]; // a heap, the worst one first, once it is full
        for (int g = 0; g < G; g++) {
            long key = key(similarities[from + g], g);
            if (g < count) {
                kept[g] = key;
                if (g == count - 1) {
                    Arrays.sort(kept);
                    reverse(kept);
                }
            } else if (key < kept[0]) {
                kept[0] = key;
                sink(kept);
            }
        }
        Arrays.sort(kept);
        int[] nearest = new int[count];
        for (int i = 0; i < count; i++) {
            nearest[i] = (int) kept[i];
        }
        return nearest;
    }

    /** Smaller for what comes first: by the number, from the largest on, then by the index. */
    private static long key(float number, int index) {
        int bits = Float.floatToIntBits(number + 0f); // -0 is 0
        int ascending = bits ^ (bits >> 31 & Integer.MAX_VALUE);
        return (long) ~ascending << 32 | index;
    }

    private static void reverse(long[] keys) {
        for (int i = 0, j = keys.length - 1; i < j; i++, j--) {
            long moved = keys[i];
            keys[i] = keys[j];
            keys[j] = moved;
        }
    }

    private static void sink(long[] heap) {
        int at = 0;
        for (int child = 1; child < heap.length; child = 2 * at + 1) {
            if (child + 1 < heap.length && heap[child + 1] > heap[child]) {
                child++;
            }
            if (heap[child] <= heap[at]) {
                return;
            }
            long moved = heap[at];
            heap[at] = heap[child];
            heap[child] = moved;
            at = child;
        }
    }
}
