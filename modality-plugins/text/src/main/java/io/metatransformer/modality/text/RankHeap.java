package io.metatransformer.modality.text;

import java.util.Arrays;

/** Places in order of rank, those of one rank from left to right. A binary heap of plain numbers. */
final class RankHeap {
    private long[] heap;
    private int size;

    RankHeap(int expected) {
        heap = new long[Math.max(16, expected)];
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(int rank, int place) {
        if (size == heap.length) {
            heap = Arrays.copyOf(heap, size + (size >> 1));
        }
        long key = (long) rank << 32 | place;
        int at = size++;
        while (at > 0 && heap[at - 1 >> 1] > key) {
            heap[at] = heap[at - 1 >> 1];
            at = at - 1 >> 1;
        }
        heap[at] = key;
    }

    /** The lowest rank; there must be one. */
    int rank() {
        return (int) (heap[0] >>> 32);
    }

    /** Takes out the leftmost place of the lowest rank. */
    int removePlace() {
        int place = (int) heap[0];
        long key = heap[--size];
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && heap[child + 1] < heap[child]) {
                child++;
            }
            if (heap[child] >= key) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = key;
        return place;
    }
}
