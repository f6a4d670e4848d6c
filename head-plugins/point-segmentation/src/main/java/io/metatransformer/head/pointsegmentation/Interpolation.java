package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How what is known at some points is carried to M places: a mean of the three nearest, weighted by {@code 1 / (d +
 * 1e-8)} with their distances d (Qi et al., PointNet++, arXiv 1706.02413).
 *
 * @param points indices of known points {@code [M, 3]}, the nearest first
 * @param weights {@code [M, 3]}, which sum to 1; 0 where fewer than three points are known
 */
record Interpolation(int[] points, float[] weights) {
    /** Known points that a place looks to. */
    static final int NEIGHBOURS = 3;

    private static final double NEAR = 1e-8;

    /** Places that one thread takes at a time. */
    private static final int BLOCK = 1024;

    /**
     * @param known at least one point
     * @param places {@code [M, 3]}, finite
     */
    static Interpolation of(NearestPoints known, float[] places) {
        int M = places.length / 3;
        Interpolation found = new Interpolation(new int[NEIGHBOURS * M], new float[NEIGHBOURS * M]);
        IntStream.range(0, (M + BLOCK - 1) / BLOCK)
                .parallel()
                .forEach(
                        block -> {
                            NearestPoints.Search search =
                                    known.new Search(Math.min(NEIGHBOURS, known.size()));
                            int end = Math.min(M, (block + 1) * BLOCK);
                            for (int m = block * BLOCK; m < end; m++) {
                                found.fill(m, search, places);
                            }
                        });
        return found;
    }

    private void fill(int m, NearestPoints.Search search, float[] places) {
        search.from(places, 3 * m);
        int k = search.size();
        double sum = 0;
        for (int j = 0; j < k; j++) {
            sum += weight(search, j);
        }
        for (int j = 0; j < k; j++) {
            points[NEIGHBOURS * m + j] = search.point(j);
            weights[NEIGHBOURS * m + j] = (float) (weight(search, j) / sum);
        }
    }

    private static double weight(NearestPoints.Search search, int j) {
        return 1 / (Math.sqrt(search.squaredDistance(j)) + NEAR);
    }

    /**
     * Those of several clouds in one: known points of all stand one after the other, places too.
     *
     * @param known how many known points each of them has
     */
    static Interpolation joined(List<Interpolation> parts, int[] known) {
        int size = parts.stream().mapToInt(part -> part.points.length).sum();
        Interpolation joined = new Interpolation(new int[size], new float[size]);
        int at = 0;
        int before = 0;
        for (int i = 0; i < known.length; i++) {
            Interpolation part = parts.get(i);
            for (int j = 0; j < part.points.length; j++) {
                joined.points[at] = before + part.points[j];
                joined.weights[at++] = part.weights[j];
            }
            before += known[i];
        }
        return joined;
    }

    /** Number of places, M. */
    int places() {
        return points.length / NEIGHBOURS;
    }

    /** Indices for places from {@code from} to before {@code to}, as a network reads them. */
    Tensor points(int from, int to) {
        float[] some = new float[NEIGHBOURS * (to - from)];
        for (int i = 0; i < some.length; i++) {
            some[i] = points[NEIGHBOURS * from + i];
        }
        return Tensor.of(some, to - from, NEIGHBOURS);
    }

    /** Weights for the same places. */
    Tensor weights(int from, int to) {
        return Tensor.of(
                Arrays.copyOfRange(weights, NEIGHBOURS * from, NEIGHBOURS * to),
                to - from,
                NEIGHBOURS);
    }
}
