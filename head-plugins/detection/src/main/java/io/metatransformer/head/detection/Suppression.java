package io.metatransformer.head.detection;

import java.util.Arrays;

/** Of several boxes around one thing, the best. Ties go to the lower index. */
final class Suppression {
    private Suppression() {}

    /** Indices of all scores, highest first; equal ones in order of index. */
    static int[] order(float[] scores) {
        long[] keys = new long[scores.length];
        for (int i = 0; i < keys.length; i++) {
            int bits = Float.floatToIntBits(scores[i] + 0f); // no -0
            int ascending = bits ^ bits >> 31 & Integer.MAX_VALUE;
            keys[i] = (long) ~ascending << 32 | i;
        }
        Arrays.sort(keys);
        int[] order = new int[keys.length];
        for (int i = 0; i < order.length; i++) {
            order[i] = (int) keys[i];
        }
        return order;
    }

    /** As {@link #keepWithin}, all boxes being of one group. */
    static int[] keep(float[] boxes, float[] scores, double threshold) {
        return keepWithin(boxes, scores, new int[scores.length], threshold);
    }

    /**
     * Takes the best box, drops every other one of its group that overlaps it by more than {@code threshold}, and
     * so on.
     *
     * @param boxes {@code [N, 4]}
     * @param groups {@code [N]}: levels or classes, which do not suppress one another
     * @return indices of what is kept, best first
     */
    static int[] keepWithin(float[] boxes, float[] scores, int[] groups, double threshold) {
        int[] order = order(scores);
        boolean[] dropped = new boolean[order.length];
        int[] kept = new int[order.length];
        int count = 0;
        for (int a = 0; a < order.length; a++) {
            if (dropped[a]) {
                continue;
            }
            int best = order[a];
            kept[count++] = best;
            for (int b = a + 1; b < order.length; b++) {
                int other = order[b];
                dropped[b] |=
                        groups[other] == groups[best]
                                && !dropped[b]
                                && Overlap.of(boxes, best, boxes, other) > threshold;
            }
        }
        return Arrays.copyOf(kept, count);
    }

    /**
     * Softly (Bodla et al., arXiv 1704.04503), by a line: instead of being dropped, a box that overlaps a better one
     * by more than {@code threshold} has its score multiplied by {@code 1 - overlap}, in place.
     *
     * @param least scores below this are dropped
     * @return indices of what is kept, best first by the new scores
     */
    static int[] soften(float[] boxes, float[] scores, double threshold, float least) {
        boolean[] done = new boolean[scores.length];
        int[] kept = new int[scores.length];
        int count = 0;
        for (int best = best(scores, done, least); best >= 0; best = best(scores, done, least)) {
            done[best] = true;
            kept[count++] = best;
            for (int i = 0; i < scores.length; i++) {
                float overlap = done[i] ? 0 : Overlap.of(boxes, best, boxes, i);
                if (overlap > threshold) {
                    scores[i] *= 1 - overlap;
                }
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private static int best(float[] scores, boolean[] done, float least) {
        int best = -1;
        for (int i = 0; i < scores.length; i++) {
            if (!done[i] && scores[i] >= least && (best < 0 || scores[i] > scores[best])) {
                best = i;
            }
        }
        return best;
    }
}
