package io.metatransformer.head.pointsegmentation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.SplitMix64;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestPointsTest {

    /** Scattered points, points on a coarse grid with many equal distances, and points that are all one. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0",
        "2, 3, 0",
        "13, 3, 0",
        "500, 11, 0",
        "2000, 3, 4",
        "700, 11, 2",
        "300, 5, 1"
    })
    void the_nearest_points_are_those_that_a_full_search_finds(int N, int most, int grid) {
        int k = Math.min(N, most);
        float[] xyz = cloud(N, grid, 7);
        float[] places = cloud(200, grid, 8);

        NearestPoints.Search search = new NearestPoints(xyz).new Search(k);

        for (int m = 0; m < 200; m++) {
            int at = 3 * m;
            search.from(places, at);
            int[] expected =
                    IntStream.range(0, N)
                            .boxed()
                            .sorted(
                                    Comparator.comparingDouble(
                                                    (Integer n) -> distance(xyz, 3 * n, places, at))
                                            .thenComparing(n -> n))
                            .limit(k)
                            .mapToInt(n -> n)
                            .toArray();
            assertArrayEquals(expected, IntStream.range(0, k).map(search::point).toArray());
        }
    }

    private static double distance(float[] xyz, int n, float[] places, int at) {
        double sum = 0;
        for (int axis = 0; axis < 3; axis++) {
            double off = (double) xyz[n + axis] - places[at + axis];
            sum += off * off;
        }
        return sum;
    }

    private static float[] cloud(int N, int grid, long seed) {
        SplitMix64 random = new SplitMix64(seed);
        float[] xyz = new float[3 * N];
        for (int i = 0; i < xyz.length; i++) {
            double value = random.nextDouble() - 0.5;
            xyz[i] = grid == 0 ? (float) value : (float) Math.floor(value * grid);
        }
        return xyz;
    }

    @Test
    void where_fewer_than_three_points_are_known_they_share_the_weight() {
        NearestPoints two = new NearestPoints(new float[] {0, 0, 0, 3, 0, 0});

        Interpolation found = Interpolation.of(two, new float[] {1, 0, 0, 3, 0, 0});

        assertEquals(2 / 3f, found.weights()[0], 1e-6);
        assertEquals(1 / 3f, found.weights()[1], 1e-6);
        assertEquals(0, found.weights()[2]);
        assertEquals(1, found.weights()[3], 1e-6, "a known point itself");
    }
}
