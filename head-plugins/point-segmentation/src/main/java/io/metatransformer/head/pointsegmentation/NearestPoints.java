package io.metatransformer.head.pointsegmentation;

import java.util.Arrays;

/**
 * Finds the points nearest to a place: a k-d tree (Bentley, CACM 18, 1975) whose halves differ by one point at most.
 * Distances are sums of squared differences in double precision; of equal ones the lower index comes first, so that
 * an answer does not depend on the tree. Immutable and safe to share between threads.
 */
final class NearestPoints {
    /** Points that are looked through one by one. */
    private static final int LEAF = 12;

    /** Coordinates in the order of the tree, {@code [N, 3]}. */
    private final float[] xyz;

    /** The point at each place of the tree. */
    private final int[] pointAt;

    /** Of the part whose middle this place is: the axis along which it is split … */
    private final byte[] axisAt;

    /** … and where. */
    private final float[] planeAt;

    /**
     * @param xyz {@code [N, 3]}, finite, at least one
     */
    NearestPoints(float[] xyz) {
        int N = xyz.length / 3;
        this.xyz = new float[3 * N];
        this.pointAt = new int[N];
        this.axisAt = new byte[N];
        this.planeAt = new float[N];
        Arrays.setAll(pointAt, point -> point);
        split(xyz, 0, N);
        for (int place = 0; place < N; place++) {
            System.arraycopy(xyz, 3 * pointAt[place], this.xyz, 3 * place, 3);
        }
    }

    private void split(float[] all, int from, int to) {
        if (to - from <= LEAF) {
            return;
        }
        int axis = widest(all, from, to);
        long[] keys = new long[to - from];
        for (int i = 0; i < keys.length; i++) {
            int point = pointAt[from + i];
            keys[i] = (long) ascending(all[3 * point + axis]) << Integer.SIZE | point;
        }
        Arrays.sort(keys);
        for (int i = 0; i < keys.length; i++) {
            pointAt[from + i] = (int) keys[i];
        }
        int middle = (from + to) >>> 1;
        axisAt[middle] = (byte) axis;
        planeAt[middle] = all[3 * pointAt[middle] + axis];
        split(all, from, middle);
        split(all, middle, to);
    }

    private int widest(float[] all, int from, int to) {
        int widest = 0;
        float most = -1;
        for (int axis = 0; axis < 3; axis++) {
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (int place = from; place < to; place++) {
                float value = all[3 * pointAt[place] + axis];
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
            if (high - low > most) {
                most = high - low;
                widest = axis;
            }
        }
        return widest;
    }

    /** Whole numbers in the order of floats. */
    private static int ascending(float value) {
        int bits = Float.floatToIntBits(value);
        return bits < 0 ? bits ^ Integer.MAX_VALUE : bits;
    }

    int size() {
        return pointAt.length;
    }

    /**
     * A search for the k nearest points, {@code 1 <= k <= size}; reused from place to place by one thread.
     */
    final class Search {
        private final int[] point;
        private final double[] distance;
        private double x;
        private double y;
        private double z;
        private int count;

        Search(int k) {
            point = new int[k];
            distance = new double[k];
        }

        /** Looks from {@code at}, in the frame of the points. */
        void from(float[] places, int at) {
            x = places[at];
            y = places[at + 1];
            z = places[at + 2];
            count = 0;
            Arrays.fill(distance, Double.POSITIVE_INFINITY);
            look(0, pointAt.length);
        }

        /** k. */
        int size() {
            return point.length;
        }

        /** The i-th nearest point, from 0. */
        int point(int i) {
            return point[i];
        }

        /** Squared distance to it. */
        double squaredDistance(int i) {
            return distance[i];
        }

        private void look(int from, int to) {
            if (to - from <= LEAF) {
                for (int place = from; place < to; place++) {
                    meet(place);
                }
                return;
            }
            int middle = (from + to) >>> 1;
            int axis = axisAt[middle];
            double off = (axis == 0 ? x : axis == 1 ? y : z) - planeAt[middle];
            if (off < 0) {
                look(from, middle);
            } else {
                look(middle, to);
            }
            // Rounding is monotone: no point beyond the plane is nearer than the plane.
            if (off * off <= distance[distance.length - 1]) {
                if (off < 0) {
                    look(middle, to);
                } else {
                    look(from, middle);
                }
            }
        }

        private void meet(int place) {
            double dx = xyz[3 * place] - x;
            double dy = xyz[3 * place + 1] - y;
            double dz = xyz[3 * place + 2] - z;
            double d = dx * dx + dy * dy + dz * dz;
            int candidate = pointAt[place];
            int last = distance.length - 1;
            if (count > last && !before(d, candidate, last)) {
                return;
            }
            int at = Math.min(count, last);
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
}
