package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.Arrays;
import java.util.List;

/**
 * The smallest and largest value of every band, which become 0 and 1.
 *
 * @param min per band of the file; infinite where a band has no value
 * @param mean of the values of each band; NaN where there is none, or the range was given
 */
record BandRange(double[] min, double[] max, double[] mean) {
    private static final int PIECE = 1 << 16;

    /**
     * Reads the whole scene, in the order of storage. Masked samples do not count, nor do those that are no
     * finite numbers where these are read as zero.
     *
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for NaN or infinity, unless {@code
     *     zeroNonFinite}
     */
    static BandRange of(String name, Cube cube, boolean zeroNonFinite) {
        Axes axes = cube.axes();
        Cube.Meaning meaning = cube.meaning();
        double[] min = filled(axes.bands(), Double.POSITIVE_INFINITY);
        double[] max = filled(axes.bands(), Double.NEGATIVE_INFINITY);
        double[] piece = new double[(int) Math.min(PIECE, axes.count())];
        double[] sum = new double[axes.bands()];
        long[] values = new long[axes.bands()];
        int band = 0;
        long left = axes.bandStep(); // of the run of samples of this band
        for (long at = 0; at < axes.count(); at += piece.length) {
            int count = (int) Math.min(piece.length, axes.count() - at);
            cube.samples().read(at, piece, count);
            for (int i = 0; i < count; i++) {
                double stored = piece[i];
                if (!meaning.isMasked(stored)) {
                    double value = meaning.value(stored);
                    if (value - value == 0) { // finite
                        sum[band] += value;
                        values[band]++;
                        if (value < min[band]) {
                            min[band] = value;
                        }
                        if (value > max[band]) {
                            max[band] = value;
                        }
                    } else if (!zeroNonFinite) {
                        throw nonFinite(name, band);
                    }
                }
                if (--left == 0) {
                    left = axes.bandStep();
                    band = band + 1 == axes.bands() ? 0 : band + 1;
                }
            }
        }
        for (int b = 0; b < sum.length; b++) {
            sum[b] /= values[b];
        }
        return new BandRange(min, max, sum);
    }

    private static double[] filled(int length, double value) {
        double[] values = new double[length];
        Arrays.fill(values, value);
        return values;
    }

    /**
     * The range that a caller gives, for one tile of a larger scene.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} unless there is one of each per band
     */
    static BandRange given(String name, Options options, int bands) {
        List<Double> min = options.isSet("range_min") ? options.numbers("range_min") : List.of();
        List<Double> max = options.isSet("range_max") ? options.numbers("range_max") : List.of();
        if (min.size() != bands || max.size() != bands) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": options 'range_min' and 'range_max' take one number per band, "
                            + bands
                            + "; got "
                            + min.size()
                            + " and "
                            + max.size());
        }
        BandRange range =
                new BandRange(
                        min.stream().mapToDouble(Double::doubleValue).toArray(),
                        max.stream().mapToDouble(Double::doubleValue).toArray(),
                        filled(bands, Double.NaN));
        for (int band = 0; band < bands; band++) {
            if (range.min[band] > range.max[band]) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        name
                                + ": 'range_min' is above 'range_max' for band "
                                + band
                                + " (counted from 0)");
            }
        }
        return range;
    }

    /** {@code (value - min) / (max - min)}; 0 for a band whose values are all the same. */
    double normalised(int band, double value) {
        double span = max[band] - min[band];
        if (!(span > 0)) {
            return 0;
        }
        return span < Double.POSITIVE_INFINITY
                ? (value - min[band]) / span
                : (value / 2 - min[band] / 2) / (max[band] / 2 - min[band] / 2);
    }

    static MetaTransformerException nonFinite(String name, int band) {
        return new MetaTransformerException(
                ErrorCode.NON_FINITE,
                name
                        + ": band "
                        + band
                        + " (counted from 0) holds NaN or infinity; option 'non_finite' = zero reads"
                        + " that as 0, 'ignore_value' masks a number");
    }
}
