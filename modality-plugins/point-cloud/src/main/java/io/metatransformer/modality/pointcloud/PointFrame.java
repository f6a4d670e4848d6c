package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.modality.pointcloud.Normalisation.Transform;
import java.util.Arrays;
import java.util.List;

/**
 * How points of one file become rows of numbers that a model reads. What it takes from the points that are embedded
 * holds for every point of the file.
 *
 * @param gravity axis of heights
 * @param ground the least coordinate along it
 * @param bytes whether colours go up to 255
 */
record PointFrame(
        PointSettings settings,
        PointFeatures features,
        Transform transform,
        int gravity,
        double ground,
        boolean bytes) {

    /**
     * @param xyz {@code [N, 3]}, of the points that are embedded
     * @param vectors {@code [N, 3]} or empty, of the same points
     */
    static PointFrame of(
            PointSettings settings,
            PointFeatures features,
            Transform transform,
            int gravity,
            double[] xyz,
            float[] vectors) {
        return new PointFrame(
                settings,
                features,
                transform,
                gravity,
                PointFeatures.ground(xyz, gravity),
                PointFeatures.areBytes(vectors));
    }

    /**
     * Rows {@code [N, channels]}.
     *
     * @param position {@code [N, 3]}: {@code xyz} as the transform leaves it
     * @param vectors {@code [N, 3]} or empty
     */
    float[] rows(double[] xyz, float[] position, float[] vectors) {
        float[] used =
                features == PointFeatures.POSITION_COLOUR_HEIGHT
                        ? PointFeatures.normalised(
                                vectors,
                                bytes,
                                statistic(PointCloudOptions.COLOUR_MEAN),
                                statistic(PointCloudOptions.COLOUR_STD))
                        : vectors;
        return features.join(position, used, PointFeatures.heights(xyz, gravity, ground));
    }

    /**
     * Every point of a file, {@code [P, channels]}, its normalised position first. Points that hold no finite
     * numbers are NaN throughout.
     *
     * @param vectors {@code [P, 3]} or empty
     */
    float[] all(double[] xyz, float[] vectors) {
        float[] rows = rows(xyz, transform.apply(xyz), vectors);
        for (int from = 0; from < rows.length; from += features.channels) {
            boolean finite = true;
            for (int c = from; c < from + features.channels; c++) {
                finite &= Math.abs(rows[c]) < CloudPreparation.MOST;
            }
            if (!finite) {
                Arrays.fill(rows, from, from + features.channels, Float.NaN);
            }
        }
        return rows;
    }

    private List<Double> statistic(String option) {
        List<Double> values = settings.numbers(option);
        if (values.size() != 3
                || option.equals(PointCloudOptions.COLOUR_STD)
                        && values.stream().anyMatch(value -> !(value > 0))) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option '"
                            + option
                            + "' takes three numbers, for red, green and blue"
                            + (option.equals(PointCloudOptions.COLOUR_STD) ? ", above 0" : ""));
        }
        return values;
    }
}
