package io.metatransformer.modality.pointcloud;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Where points are moved to, and how they are scaled, before anything looks at distances. */
enum Normalisation {
    /** Mean to 0, the farthest point at distance 1. */
    UNIT_SPHERE,
    /** Mean to 0. */
    CENTRE,
    /** Mean to 0; along the axis of gravity the lowest point to 0 instead. */
    ALIGN,
    /** The least coordinate of every axis to 0. */
    MINIMUM,
    /** As it is. */
    NONE;

    /** A cloud of less extent is a single point, which nothing scales. */
    private static final double NO_EXTENT = 1e-12;

    /**
     * {@code (p - offset) / scale}, in double precision: coordinates of maps are in the millions of metres, where a
     * float knows no centimetres.
     */
    record Transform(double[] offset, double scale) {

        /** {@code [N, 3]}, narrowed only now. */
        float[] apply(double[] xyz) {
            float[] moved = new float[xyz.length];
            for (int i = 0; i < moved.length; i++) {
                moved[i] = (float) ((xyz[i] - offset[i % 3]) / scale);
            }
            return moved;
        }
    }

    /**
     * @param xyz {@code [N, 3]}, finite
     * @param gravity axis, 0 to 2
     */
    Transform of(double[] xyz, int gravity) {
        double[] offset =
                switch (this) {
                    case UNIT_SPHERE, CENTRE, ALIGN -> mean(xyz);
                    case MINIMUM -> minimum(xyz);
                    case NONE -> new double[3];
                };
        if (this == ALIGN) {
            offset[gravity] = minimum(xyz)[gravity];
        }
        return new Transform(offset, this == UNIT_SPHERE ? radius(xyz, offset) : 1);
    }

    private static double[] mean(double[] xyz) {
        // Summed from the first point on, whose own size would else cost digits.
        double[] mean = new double[3];
        int N = xyz.length / 3;
        for (int i = 0; i < xyz.length; i++) {
            mean[i % 3] += xyz[i] - xyz[i % 3];
        }
        for (int axis = 0; axis < 3; axis++) {
            mean[axis] = xyz[axis] + mean[axis] / N;
        }
        return mean;
    }

    private static double[] minimum(double[] xyz) {
        double[] least = {xyz[0], xyz[1], xyz[2]};
        for (int i = 0; i < xyz.length; i++) {
            least[i % 3] = Math.min(least[i % 3], xyz[i]);
        }
        return least;
    }

    private static double radius(double[] xyz, double[] centre) {
        double most = 0;
        for (int i = 0; i < xyz.length; i += 3) {
            double dx = xyz[i] - centre[0];
            double dy = xyz[i + 1] - centre[1];
            double dz = xyz[i + 2] - centre[2];
            most = Math.max(most, dx * dx + dy * dy + dz * dz);
        }
        double radius = Math.sqrt(most);
        return radius < NO_EXTENT ? 1 : radius;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    static Normalisation of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
