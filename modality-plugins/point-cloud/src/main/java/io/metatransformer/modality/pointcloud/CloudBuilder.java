package io.metatransformer.modality.pointcloud;

import java.util.Optional;
import java.util.Set;

/** Takes the attributes of a known number of points one by one. Serves one thread. */
final class CloudBuilder {
    private static final int VECTOR = 3;

    private final String format;
    private final double[] xyz;
    private final Optional<float[]> normals;
    private final Optional<float[]> colours;
    private final Optional<float[]> intensity;

    /**
     * @param points N, already checked against limits and the length of the file
     * @param given attributes of the file; a normal or a colour counts only whole
     */
    CloudBuilder(String format, int points, Set<Attribute> given) {
        this.format = format;
        this.xyz = new double[Math.multiplyExact(points, VECTOR)];
        this.normals = vectors(points, given, Attribute.NORMAL_X);
        this.colours = vectors(points, given, Attribute.RED);
        this.intensity =
                given.contains(Attribute.INTENSITY)
                        ? Optional.of(new float[points])
                        : Optional.empty();
    }

    private static Optional<float[]> vectors(int points, Set<Attribute> given, Attribute first) {
        for (int axis = 0; axis < VECTOR; axis++) {
            if (!given.contains(Attribute.values()[first.ordinal() + axis])) {
                return Optional.empty();
            }
        }
        return Optional.of(new float[points * VECTOR]);
    }

    void set(int point, Attribute attribute, double value) {
        int at = point * VECTOR + attribute.ordinal() % VECTOR;
        switch (attribute) {
            case X, Y, Z -> xyz[at] = value;
            case NORMAL_X, NORMAL_Y, NORMAL_Z -> put(normals, at, value);
            case RED, GREEN, BLUE -> put(colours, at, value);
            case INTENSITY -> put(intensity, point, value);
        }
    }

    private static void put(Optional<float[]> values, int at, double value) {
        if (values.isPresent()) {
            values.get()[at] = (float) value;
        }
    }

    /** Red, green and blue of a point as {@code 0x00RRGGBB}. */
    void setPackedColour(int point, int rgb) {
        set(point, Attribute.RED, rgb >> 16 & 0xFF);
        set(point, Attribute.GREEN, rgb >> 8 & 0xFF);
        set(point, Attribute.BLUE, rgb & 0xFF);
    }

    Cloud build() {
        return new Cloud(format, xyz, normals, colours, intensity);
    }
}
