package io.metatransformer.modality.pointcloud;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.modality.pointcloud.FarthestPoints.Ties;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Sampling, neighbours and normalisation, against the reference and against their definitions. */
class PointGeometryGoldenTest {

    @ParameterizedTest
    @ValueSource(strings = {"sampling_300", "sampling_1024", "sampling_grid_ties"})
    void the_farthest_points_and_their_neighbours_are_those_of_the_reference(String file) {
        Golden golden = Files.golden(file);
        float[] xyz = golden.tensor("input.xyz").toArray();
        int k = golden.integer("k");

        int[] chosen = FarthestPoints.sample(xyz, golden.integer("m"), Ties.LOWEST_INDEX);

        assertArrayEquals(golden.ints("output.fps_idx"), chosen);
        assertArrayEquals(golden.ints("output.knn_idx"), Neighbours.nearest(xyz, chosen, k));
        float radius = (float) golden.number("radius");
        assertArrayEquals(
                golden.ints("output.ball_idx"), Neighbours.within(xyz, chosen, k, radius));
    }

    @Test
    void ties_may_be_broken_as_the_references_kernel_breaks_them() {
        Golden golden = Files.golden("sampling_grid_ties");
        float[] xyz = golden.tensor("input.xyz").toArray();

        assertArrayEquals(
                golden.ints("output.fps_idx_cuda_tie"),
                FarthestPoints.sample(xyz, golden.integer("m"), Ties.CUDA));
    }

    @ParameterizedTest
    @EnumSource(Ties.class)
    void passing_over_what_is_too_far_away_changes_no_choice(Ties ties) {
        SplitMix64 random = new SplitMix64(20_250_401);
        for (int round = 0; round < 60; round++) {
            int N = 1 + (int) (random.nextDouble() * 700);
            float[] xyz = cloud(random, N, round % 4);
            int M = 1 + (int) (random.nextDouble() * (N + 5));

            assertArrayEquals(
                    farthestByDefinition(xyz, M, ties), FarthestPoints.sample(xyz, M, ties));
        }
    }

    @Test
    void passing_over_what_is_too_far_away_changes_no_neighbour() {
        SplitMix64 random = new SplitMix64(20_250_402);
        for (int round = 0; round < 40; round++) {
            int N = 1 + (int) (random.nextDouble() * 500);
            float[] xyz = cloud(random, N, round % 4);
            int[] centres = new int[] {0, N / 2, N - 1};
            int k = 1 + (int) (random.nextDouble() * 40);

            assertArrayEquals(
                    nearestByDefinition(xyz, centres, k), Neighbours.nearest(xyz, centres, k));
        }
    }

    @Test
    void fewer_points_than_a_group_has_are_repeated_in_order() {
        float[] xyz = {0, 0, 0, 5, 0, 0, 1, 0, 0};

        assertArrayEquals(new int[] {0, 2, 1, 0, 2}, Neighbours.nearest(xyz, new int[] {0}, 5));
    }

    @Test
    void a_cloud_of_one_place_gives_its_first_point_again_and_again() {
        assertArrayEquals(
                new int[] {0, 0, 0},
                FarthestPoints.sample(new float[] {7, 7, 7, 7, 7, 7}, 3, Ties.LOWEST_INDEX));
    }

    @ParameterizedTest
    @CsvSource({
        "CENTRE, 1, centred_g1",
        "CENTRE, 2, centred_g2",
        "UNIT_SPHERE, 1, unit_sphere_g1",
        "UNIT_SPHERE, 2, unit_sphere_g2",
        "ALIGN, 1, xyzalign_g1",
        "ALIGN, 2, xyzalign_g2"
    })
    void points_are_normalised_as_the_reference_does(
            Normalisation normalisation, int gravity, String output) {
        Golden golden = Files.golden("prep");
        double[] xyz = golden.doubles("input.pos");

        float[] moved = normalisation.of(xyz, gravity).apply(xyz);

        // The reference sums in single precision.
        assertClose(output, golden.tensor("output." + output).toArray(), moved, 2e-6, 1e-6);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void heights_are_measured_from_the_lowest_point(int gravity) {
        Golden golden = Files.golden("prep");
        double[] xyz = golden.doubles("input.pos");

        assertClose(
                "heights",
                golden.tensor("output.heights_g" + gravity).toArray(),
                PointFeatures.heights(xyz, gravity, PointFeatures.ground(xyz, gravity)),
                1e-6,
                0);
    }

    @Test
    void colours_are_normalised_by_the_statistics_of_rooms() {
        Golden golden = Files.golden("prep");
        float[] colours = golden.tensor("input.rgb255").toArray();

        float[] normalised =
                PointFeatures.normalised(
                        colours,
                        PointFeatures.areBytes(colours),
                        numbers(Preset.S3DIS, PointCloudOptions.COLOUR_MEAN),
                        numbers(Preset.S3DIS, PointCloudOptions.COLOUR_STD));

        assertClose("colours", golden.tensor("output.chromatic").toArray(), normalised, 2e-6, 1e-6);
    }

    private static List<Double> numbers(Preset preset, String option) {
        return ((List<?>) preset.value(option)).stream().map(Double.class::cast).toList();
    }

    @Test
    void the_farthest_points_are_those_of_the_reference_where_it_segments() {
        Golden golden = Files.golden("pc-three-interpolate");
        float[] all = golden.tensor("input.unknown").toArray();
        int[] expected = golden.ints("output.fps10");

        for (int b = 0; b < 2; b++) {
            float[] cloud = Arrays.copyOfRange(all, 90 * b, 90 * (b + 1));

            int[] chosen = FarthestPoints.sample(cloud, 10, Ties.LOWEST_INDEX);

            assertArrayEquals(Arrays.copyOfRange(expected, 10 * b, 10 * (b + 1)), chosen);
        }
    }

    /** Clouds with and without equal distances: scattered, on a grid, with doubles, on a line. */
    private static float[] cloud(SplitMix64 random, int N, int kind) {
        float[] xyz = new float[3 * N];
        for (int i = 0; i < xyz.length; i++) {
            double value = random.nextDouble();
            xyz[i] =
                    switch (kind) {
                        case 0 -> (float) (value * 2 - 1);
                        case 1 -> (float) Math.floor(value * 6);
                        case 2 -> i >= 30 && value < 0.7 ? xyz[i - 30] : (float) value;
                        default -> i % 3 == 0 ? (float) (value * 1e4) : 0;
                    };
        }
        return xyz;
    }

    private static int[] farthestByDefinition(float[] xyz, int M, Ties ties) {
        int N = xyz.length / 3;
        int T = Math.min(1024, Integer.highestOneBit(N));
        int bits = Integer.numberOfTrailingZeros(T);
        float[] nearest = new float[N];
        Arrays.fill(nearest, 1e10f);
        int[] chosen = new int[M];
        for (int m = 1; m <= M; m++) {
            int last = chosen[m - 1];
            int next = 0;
            for (int n = 0; n < N; n++) {
                float dx = xyz[3 * n] - xyz[3 * last];
                float dy = xyz[3 * n + 1] - xyz[3 * last + 1];
                float dz = xyz[3 * n + 2] - xyz[3 * last + 2];
                nearest[n] = Math.min(nearest[n], dx * dx + dy * dy + dz * dz);
            }
            for (int n = 1; n < N; n++) {
                boolean sooner =
                        ties == Ties.CUDA && reversed(n % T, bits) < reversed(next % T, bits);
                if (nearest[n] > nearest[next] || nearest[n] == nearest[next] && sooner) {
                    next = n;
                }
            }
            if (m < M) {
                chosen[m] = next;
            }
        }
        return chosen;
    }

    private static int reversed(int value, int bits) {
        int reversed = 0;
        for (int bit = 0; bit < bits; bit++) {
            reversed = reversed << 1 | value >> bit & 1;
        }
        return reversed;
    }

    private static int[] nearestByDefinition(float[] xyz, int[] centres, int k) {
        int N = xyz.length / 3;
        int[] found = new int[centres.length * k];
        for (int m = 0; m < centres.length; m++) {
            int centre = 3 * centres[m];
            Integer[] order = new Integer[N];
            Arrays.setAll(order, n -> n);
            Arrays.sort(
                    order,
                    Comparator.comparingDouble((Integer n) -> distance(xyz, centre, 3 * n))
                            .thenComparingInt(n -> n));
            for (int j = 0; j < k; j++) {
                found[m * k + j] = order[j % N];
            }
        }
        return found;
    }

    private static double distance(float[] xyz, int a, int b) {
        double dx = (double) xyz[a] - xyz[b];
        double dy = (double) xyz[a + 1] - xyz[b + 1];
        double dz = (double) xyz[a + 2] - xyz[b + 2];
        return dx * dx + dy * dy + dz * dz;
    }
}
