package io.metatransformer.modality.pointcloud;

import java.util.Arrays;

/**
 * Points put in an order in which neighbours mostly stand together (Morton, 1966), and cut into blocks of which
 * the bounding box is known: whole blocks can be passed over that are too far away to matter.
 *
 * <p>The distance to a box is computed by the very formula of the distance to a point. Rounding is monotone, so no
 * point of the block is nearer than that in floating-point numbers either, and passing over changes no result.
 */
final class SpatialBlocks {
    /** Points of a block; the last one may have fewer. */
    static final int SIZE = 64;

    /** Most points: their numbers take so many bits of a key. */
    static final int MAX_POINTS = 1 << 24;

    private static final int AXIS_BITS = 13;

    /** The point that stands at each place. */
    final int[] pointAt;

    /** Coordinates in order of places. */
    final float[] x;

    final float[] y;
    final float[] z;

    /** Per block the least x, y, z and the greatest x, y, z. */
    private final float[] boxes;

    /**
     * @param xyz {@code [N, 3]}, finite
     */
    SpatialBlocks(float[] xyz) {
        int N = xyz.length / 3;
        pointAt = order(xyz, N);
        x = new float[N];
        y = new float[N];
        z = new float[N];
        for (int place = 0; place < N; place++) {
            x[place] = xyz[3 * pointAt[place]];
            y[place] = xyz[3 * pointAt[place] + 1];
            z[place] = xyz[3 * pointAt[place] + 2];
        }
        boxes = new float[6 * count()];
        for (int block = 0; block < count(); block++) {
            bound(x, block, 0);
            bound(y, block, 1);
            bound(z, block, 2);
        }
    }

    private static int[] order(float[] xyz, int N) {
        double[] least = new double[3];
        double[] most = new double[3];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        Arrays.fill(most, Double.NEGATIVE_INFINITY);
        for (int i = 0; i < xyz.length; i++) {
            least[i % 3] = Math.min(least[i % 3], xyz[i]);
            most[i % 3] = Math.max(most[i % 3], xyz[i]);
        }
        double span = 0;
        for (int axis = 0; axis < 3; axis++) {
            span = Math.max(span, most[axis] - least[axis]);
        }
        double cells = span > 0 ? ((1 << AXIS_BITS) - 1) / span : 0;
        long[] keys = new long[N];
        for (int n = 0; n < N; n++) {
            long cell = 0;
            for (int axis = 0; axis < 3; axis++) {
                cell |= spread((int) ((xyz[3 * n + axis] - least[axis]) * cells)) << axis;
            }
            keys[n] = cell * MAX_POINTS + n;
        }
        Arrays.sort(keys);
        int[] order = new int[N];
        for (int place = 0; place < N; place++) {
            order[place] = (int) (keys[place] % MAX_POINTS);
        }
        return order;
    }

    /** The bits of a number, two zeros after each. */
    private static long spread(int cell) {
        long bits = cell;
        bits = (bits | bits << 16) & 0x00000000FF0000FFL;
        bits = (bits | bits << 8) & 0x000000F00F00F00FL;
        bits = (bits | bits << 4) & 0x00000C30C30C30C3L;
        return (bits | bits << 2) & 0x0000249249249249L;
    }

    private void bound(float[] values, int block, int axis) {
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int place = start(block); place < end(block); place++) {
            least = Math.min(least, values[place]);
            most = Math.max(most, values[place]);
        }
        boxes[6 * block + axis] = least;
        boxes[6 * block + 3 + axis] = most;
    }

    /** Number of blocks. */
    int count() {
        return (pointAt.length + SIZE - 1) / SIZE;
    }

    int start(int block) {
        return block * SIZE;
    }

    /** The place after the last one of a block. */
    int end(int block) {
        return Math.min(pointAt.length, start(block) + SIZE);
    }

    /** Squared distance to the box in single precision; no point of the block has a smaller one. */
    float squaredDistance(int block, float px, float py, float pz) {
        int at = 6 * block;
        float dx = Math.max(0, Math.max(boxes[at] - px, px - boxes[at + 3]));
        float dy = Math.max(0, Math.max(boxes[at + 1] - py, py - boxes[at + 4]));
        float dz = Math.max(0, Math.max(boxes[at + 2] - pz, pz - boxes[at + 5]));
        return dx * dx + dy * dy + dz * dz;
    }

    /** As {@link #squaredDistance}, in double precision. */
    double exactSquaredDistance(int block, double px, double py, double pz) {
        int at = 6 * block;
        double dx = Math.max(0, Math.max(boxes[at] - px, px - boxes[at + 3]));
        double dy = Math.max(0, Math.max(boxes[at + 1] - py, py - boxes[at + 4]));
        double dz = Math.max(0, Math.max(boxes[at + 2] - pz, pz - boxes[at + 5]));
        return dx * dx + dy * dy + dz * dz;
    }
}
