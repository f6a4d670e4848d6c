package io.metatransformer.modality.pointcloud;

import java.util.Arrays;

/**
 * Farthest-point sampling (Eldar et al., 1997): each next point is the one farthest from all chosen so far, the
 * first is point 0. In single precision and without fused multiply-add, as the reference on a CPU.
 */
final class FarthestPoints {
    /** What a distance is before any point is chosen: the reference's own number. */
    private static final float UNKNOWN = 1e10f;

    /** Threads of a block in the reference's CUDA kernel. */
    private static final int MAX_THREADS = 1024;

    /** Which of several points at equal distance is taken. */
    enum Ties {
        /** That of the lowest index. */
        LOWEST_INDEX,
        /**
         * That of the reference's CUDA kernel, which halves T threads again and again: the smallest bit-reversed
         * {@code k mod T}, then the smallest k, where T is the largest power of two up to N, at most 1024.
         */
        CUDA
    }

    private FarthestPoints() {}

    /**
     * @param xyz {@code [N, 3]}, {@code N >= 1}
     * @param M how many; past the number of distinct points the first repeats
     * @return indices {@code [M]}
     */
    static int[] sample(float[] xyz, int M, Ties ties) {
        int N = xyz.length / 3;
        SpatialBlocks blocks = new SpatialBlocks(xyz);
        int[] rank = ranks(blocks.pointAt, ties);
        float[] nearest = new float[N]; // squared distance to the chosen set, in order of places
        Arrays.fill(nearest, UNKNOWN);
        int B = blocks.count();
        float[] farthest = new float[B]; // of each block: the greatest of nearest …
        int[] candidate = new int[B]; // … and the place that has it
        Arrays.fill(farthest, UNKNOWN);
        int[] chosen = new int[M];
        int next = placeOf(0, blocks.pointAt);
        for (int m = 0; m < M; m++) {
            chosen[m] = blocks.pointAt[next];
            float px = blocks.x[next];
            float py = blocks.y[next];
            float pz = blocks.z[next];
            int best = -1;
            for (int b = 0; b < B; b++) {
                // First all, so that every block has a candidate.
                if (m == 0 || blocks.squaredDistance(b, px, py, pz) < farthest[b]) {
                    int place = approach(blocks, b, px, py, pz, nearest, rank);
                    candidate[b] = place;
                    farthest[b] = nearest[place];
                }
                if (best < 0
                        || farthest[b] > farthest[best]
                        || farthest[b] == farthest[best]
                                && rank[candidate[b]] < rank[candidate[best]]) {
                    best = b;
                }
            }
            next = candidate[best];
        }
        return chosen;
    }

    /** Brings a block up to date with a chosen point; returns the place that is now farthest in it. */
    private static int approach(
            SpatialBlocks blocks,
            int block,
            float px,
            float py,
            float pz,
            float[] nearest,
            int[] rank) {
        int end = blocks.end(block);
        int best = blocks.start(block);
        float most = -1;
        for (int n = best; n < end; n++) {
            float dx = blocks.x[n] - px;
            float dy = blocks.y[n] - py;
            float dz = blocks.z[n] - pz;
            float distance = Math.min(nearest[n], dx * dx + dy * dy + dz * dz);
            nearest[n] = distance;
            if (distance > most || distance == most && rank[n] < rank[best]) {
                most = distance;
                best = n;
            }
        }
        return best;
    }

    private static int placeOf(int point, int[] pointAt) {
        int place = 0;
        while (pointAt[place] != point) {
            place++;
        }
        return place;
    }

    /** Per place: of points equally far away, that of the lowest rank is taken. */
    private static int[] ranks(int[] pointAt, Ties ties) {
        int N = pointAt.length;
        int T = Math.min(MAX_THREADS, Integer.highestOneBit(N));
        int bits = Integer.numberOfTrailingZeros(T);
        int rounds = (N + T - 1) / T;
        int[] rank = new int[N];
        for (int place = 0; place < N; place++) {
            int point = pointAt[place];
            rank[place] = point;
            if (ties == Ties.CUDA && bits > 0) {
                int thread = Integer.reverse(point % T) >>> (Integer.SIZE - bits);
                rank[place] = thread * rounds + point / T;
            }
        }
        return rank;
    }
}
