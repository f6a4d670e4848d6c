package io.metatransformer.modality.pointcloud;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

/** Thins a cloud: of all points in one cube of a grid the first one is kept. */
final class Voxels {

    /** A cube, counted from that of the least coordinates. */
    private record Cube(long x, long y, long z) {}

    private Voxels() {}

    /**
     * @param xyz {@code [N, 3]}
     * @param points which of them are looked at, in order
     * @param size side of a cube, in the unit of the coordinates
     * @return those that are kept, in order
     */
    static int[] first(double[] xyz, int[] points, double size) {
        double[] least = new double[3];
        Arrays.fill(least, Double.POSITIVE_INFINITY);
        for (int point : points) {
            for (int axis = 0; axis < 3; axis++) {
                least[axis] = Math.min(least[axis], xyz[3 * point + axis]);
            }
        }
        Set<Cube> taken = new HashSet<>();
        return Arrays.stream(points)
                .filter(
                        point ->
                                taken.add(
                                        new Cube(
                                                cell(xyz[3 * point], least[0], size),
                                                cell(xyz[3 * point + 1], least[1], size),
                                                cell(xyz[3 * point + 2], least[2], size))))
                .toArray();
    }

    private static long cell(double coordinate, double least, double size) {
        return (long) Math.floor((coordinate - least) / size);
    }
}
