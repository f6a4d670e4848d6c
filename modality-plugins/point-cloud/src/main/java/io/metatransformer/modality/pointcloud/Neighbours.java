package io.metatransformer.modality.pointcloud;

import java.util.Arrays;

/** For each of some points the k points around it. Distances are differences squared, never products of matrices. */
final class Neighbours {
    private Neighbours() {}

    /**
     * The k nearest, the point itself included, ordered by distance, then index. Fewer than k points are repeated
     * in that order.
     *
     * @param xyz {@code [N, 3]}
     * @param centres indices {@code [M]}
     * @return indices {@code [M, k]}
     */
    static int[] nearest(float[] xyz, int[] centres, int k) {
        int N = xyz.length / 3;
        SpatialBlocks blocks = new SpatialBlocks(xyz);
        int[] blockOf = new int[N];
        for (int place = 0; place < N; place++) {
            blockOf[blocks.pointAt[place]] = place / SpatialBlocks.SIZE;
        }
        int[] neighbours = new int[Math.multiplyExact(centres.length, k)];
        Nearest found = new Nearest(Math.min(k, N));
        for (int m = 0; m < centres.length; m++) {
            int centre = centres[m];
            found.clear(xyz[3 * centre], xyz[3 * centre + 1], xyz[3 * centre + 2]);
            // From the point's own block outwards: what is near in order is mostly near in space.
            int own = blockOf[centre];
            int reach = Math.max(own, blocks.count() - 1 - own);
            found.search(blocks, own);
            for (int step = 1; step <= reach; step++) {
                found.search(blocks, own - step);
                found.search(blocks, own + step);
            }
            for (int j = 0; j < k; j++) {
                neighbours[m * k + j] = found.point[j % found.point.length];
            }
        }
        return neighbours;
    }

    /** The nearest points so far, nearest first. */
    private static final class Nearest {
        private final int[] point;
        private final double[] distance;
        private int count;
        private double x;
        private double y;
        private double z;

        Nearest(int k) {
            point = new int[k];
            distance = new double[k];
        }

        void clear(double cx, double cy, double cz) {
            count = 0;
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            x = cx;
            y = cy;
            z = cz;
        }

        void search(SpatialBlocks blocks, int block) {
            int last = distance.length - 1;
            if (block < 0
                    || block >= blocks.count()
                    || blocks.exactSquaredDistance(block, x, y, z) > distance[last]) {
                return;
            }
            for (int place = blocks.start(block); place < blocks.end(block); place++) {
                double dx = blocks.x[place] - x;
                double dy = blocks.y[place] - y;
                double dz = blocks.z[place] - z;
                double d = dx * dx + dy * dy + dz * dz;
                if (d <= distance[last]) {
                    insert(d, blocks.pointAt[place]);
                }
            }
        }

        private void insert(double d, int candidate) {
            int at = Math.min(count, distance.length - 1);
            if (count == distance.length && !before(d, candidate, at)) {
                return;
            }
            for (; at > 0 && before(d, candidate, at - 1); at--) {
                distance[at] = distance[at - 1];
                point[at] = point[at - 1];
            }
            distance[at] = d;
            point[at] = candidate;
            count = Math.min(count + 1, distance.length);
        }

        private boolean before(double d, int candidate, int at) {
            return d < distance[at] || d == distance[at] && candidate < point[at];
        }
    }

    /**
     * The first k in order of index that are nearer than a radius; unused slots repeat the first of them, and are 0
     * if there is none.
     *
     * @param xyz {@code [N, 3]}
     * @param centres indices {@code [M]}
     * @param radius in the unit of {@code xyz}; a point at just that distance is outside
     * @return indices {@code [M, k]}
     */
    static int[] within(float[] xyz, int[] centres, int k, float radius) {
        int N = xyz.length / 3;
        float limit = radius * radius;
        int[] neighbours = new int[Math.multiplyExact(centres.length, k)];
        for (int m = 0; m < centres.length; m++) {
            int centre = 3 * centres[m];
            int found = 0;
            for (int n = 0; n < N && found < k; n++) {
                float dx = xyz[centre] - xyz[3 * n];
                float dy = xyz[centre + 1] - xyz[3 * n + 1];
                float dz = xyz[centre + 2] - xyz[3 * n + 2];
                if (dx * dx + dy * dy + dz * dz < limit) {
                    neighbours[m * k + found++] = n;
                }
            }
            if (found > 0) {
                Arrays.fill(neighbours, m * k + found, (m + 1) * k, neighbours[m * k]);
            }
        }
        return neighbours;
    }
}
