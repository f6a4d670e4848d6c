package io.metatransformer.head.detection;

import java.util.Arrays;

/** Which object each anchor or region is to find, by how much they overlap. */
final class Assignment {
    /** No object: background. */
    static final int NONE = -1;

    /** Neither an object nor clearly background: not learnt from. */
    static final int UNCLEAR = -2;

    private Assignment() {}

    /**
     * The object that each box overlaps most, if by at least {@code same}; {@link #NONE} if it overlaps none by
     * {@code other} or more.
     *
     * @param boxes {@code [N, 4]}
     * @param objects {@code [M, 4]}
     * @param atLeast if not 0, the boxes that overlap an object most are its own as soon as they do so by at least
     *     this
     */
    static int[] of(float[] boxes, float[] objects, double same, double other, double atLeast) {
        int N = boxes.length / 4;
        int M = objects.length / 4;
        int[] assigned = new int[N];
        Arrays.fill(assigned, NONE);
        float[] most = new float[N];
        for (int n = 0; n < N; n++) {
            for (int m = 0; m < M; m++) {
                float overlap = Overlap.of(boxes, n, objects, m);
                if (overlap > most[n]) {
                    most[n] = overlap;
                    assigned[n] = m;
                }
            }
            if (most[n] < same) {
                assigned[n] = most[n] < other ? NONE : UNCLEAR;
            }
        }
        if (atLeast > 0) {
            rescue(boxes, objects, atLeast, assigned);
        }
        return assigned;
    }

    /** Gives every object the boxes that overlap it most, all of equal overlap. */
    private static void rescue(float[] boxes, float[] objects, double atLeast, int[] assigned) {
        int N = assigned.length;
        for (int m = 0; m < objects.length / 4; m++) {
            float[] overlaps = new float[N];
            float best = 0;
            for (int n = 0; n < N; n++) {
                overlaps[n] = Overlap.of(boxes, n, objects, m);
                best = Math.max(best, overlaps[n]);
            }
            for (int n = 0; n < N && best >= atLeast; n++) {
                if (overlaps[n] == best) {
                    assigned[n] = m;
                }
            }
        }
    }
}
