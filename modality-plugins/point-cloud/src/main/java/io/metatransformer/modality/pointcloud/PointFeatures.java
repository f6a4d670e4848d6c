package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What each point brings besides its place in a group. */
enum PointFeatures {
    /** The coordinates, normalised. */
    POSITION(3),
    /** Coordinates, colour, height above the lowest point. */
    POSITION_COLOUR_HEIGHT(7),
    /** Coordinates, normal, height above the lowest point. */
    POSITION_NORMAL_HEIGHT(7);

    private static final float BYTE = 255;

    final int channels;

    PointFeatures(int channels) {
        this.channels = channels;
    }

    /**
     * The vectors of the file that are used, {@code [N, 3]}.
     *
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if the file has none
     */
    Optional<float[]> vectors(String name, Cloud cloud) {
        if (this == POSITION) {
            return Optional.empty();
        }
        boolean normals = this == POSITION_NORMAL_HEIGHT;
        Optional<float[]> vectors = normals ? cloud.normals() : cloud.colours();
        if (vectors.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": the model reads 7 channels per point, position, "
                            + (normals ? "normal" : "colour")
                            + " and height; the "
                            + cloud.format()
                            + " file has no "
                            + (normals ? "normals" : "colours"));
        }
        return vectors;
    }

    /** Whether colours are bytes rather than shares. */
    static boolean areBytes(float[] colours) {
        float most = 0;
        for (float value : colours) {
            most = Math.max(most, value);
        }
        return most > 1;
    }

    /**
     * Red, green and blue, brought to 0 to 1 if they are of bytes, then {@code (c - mean) / std}.
     *
     * @param colours {@code [N, 3]}
     */
    static float[] normalised(
            float[] colours, boolean bytes, List<Double> mean, List<Double> deviation) {
        float[] normalised = new float[colours.length];
        for (int i = 0; i < normalised.length; i++) {
            double colour = bytes ? colours[i] / BYTE : colours[i];
            normalised[i] = (float) ((colour - mean.get(i % 3)) / deviation.get(i % 3));
        }
        return normalised;
    }

    /** {@code min p[g]} of points {@code [N, 3]}. */
    static double ground(double[] xyz, int gravity) {
        double least = Double.POSITIVE_INFINITY;
        for (int i = gravity; i < xyz.length; i += 3) {
            least = Math.min(least, xyz[i]);
        }
        return least;
    }

    /**
     * {@code p[g] - ground}.
     *
     * @param xyz {@code [N, 3]}
     * @param gravity g
     * @return {@code [N]}
     */
    static float[] heights(double[] xyz, int gravity, double ground) {
        float[] heights = new float[xyz.length / 3];
        for (int point = 0; point < heights.length; point++) {
            heights[point] = (float) (xyz[3 * point + gravity] - ground);
        }
        return heights;
    }

    /**
     * Channels side by side.
     *
     * @param position {@code [N, 3]}
     * @param vectors colours or normals {@code [N, 3]}, empty for {@link #POSITION}
     * @param heights {@code [N]}, not read for {@link #POSITION}
     * @return {@code [N, channels]}
     */
    float[] join(float[] position, float[] vectors, float[] heights) {
        if (this == POSITION) {
            return position;
        }
        int N = position.length / 3;
        float[] joined = new float[N * channels];
        for (int point = 0; point < N; point++) {
            System.arraycopy(position, 3 * point, joined, channels * point, 3);
            System.arraycopy(vectors, 3 * point, joined, channels * point + 3, 3);
            joined[channels * point + 6] = heights[point];
        }
        return joined;
    }

    static List<String> words() {
        return Arrays.stream(values()).map(value -> value.name().toLowerCase(Locale.ROOT)).toList();
    }

    static PointFeatures of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
