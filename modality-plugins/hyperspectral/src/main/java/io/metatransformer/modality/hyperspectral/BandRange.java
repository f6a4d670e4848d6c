package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

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
        Scan scan = new Scan(name, cube, zeroNonFinite);
        double[] piece = new double[(int) Math.min(PIECE, axes.count())];
        int band = 0;
        long left = axes.bandStep(); // of the run of samples of this band
        for (long at = 0; at < axes.count(); at += piece.length) {
            int count = (int) Math.min(piece.length, axes.count() - at);
            cube.samples().read(at, piece, count);
            for (int i = 0; i < count; ) {
                int run;
                if (axes.bandStep() == 1) {
                    run = Math.min(axes.bands() - band, count - i);
                    scan.takeBands(piece, i, run, band);
                    band += run;
                } else {
                    run = (int) Math.min(left, count - i);
                    scan.take(piece, i, run, band);
                    left -= run;
                    if (left == 0) {
                        left = axes.bandStep();
                        band++;
                    }
                }
                i += run;
                band = band == axes.bands() ? 0 : band;
            }
        }
        return scan.range();
    }

    /** What was seen of every band so far. */
    private static final class Scan {
        private final String name;
        private final Cube.Meaning meaning;
        private final boolean masked;
        private final boolean zeroNonFinite;
        private final double[] min;
        private final double[] max;
        private final double[] sum;
        private final long[] values;

        Scan(String name, Cube cube, boolean zeroNonFinite) {
            int bands = cube.axes().bands();
            this.name = name;
            this.meaning = cube.meaning();
            this.masked = meaning.ignore().isPresent();
            this.zeroNonFinite = zeroNonFinite;
            this.min = filled(bands, Double.POSITIVE_INFINITY);
            this.max = filled(bands, Double.NEGATIVE_INFINITY);
            this.sum = new double[bands];
            this.values = new long[bands];
        }

        /** Samples of one band that stand one after the other. */
        void take(double[] piece, int from, int count, int band) {
            double low = min[band];
            double high = max[band];
            double total = sum[band];
            int taken = 0;
            for (int i = from; i < from + count; i++) {
                if (masked && meaning.isMasked(piece[i])) {
                    continue;
                }
                double value = meaning.value(piece[i]);
                if (value - value == 0) { // finite
                    total += value;
                    taken++;
                    low = value < low ? value : low;
                    high = value > high ? value : high;
                } else if (!zeroNonFinite) {
                    throw nonFinite(name, band);
                }
            }
            min[band] = low;
            max[band] = high;
            sum[band] = total;
            values[band] += taken;
        }

        /** One sample each of bands that stand one after the other. */
        void takeBands(double[] piece, int from, int count, int first) {
            for (int i = from, band = first; i < from + count; i++, band++) {
                if (masked && meaning.isMasked(piece[i])) {
                    continue;
                }
                double value = meaning.value(piece[i]);
                if (value - value == 0) { // finite
                    sum[band] += value;
                    values[band]++;
                    min[band] = value < min[band] ? value : min[band];
                    max[band] = value > max[band] ? value : max[band];
                } else if (!zeroNonFinite) {
                    throw nonFinite(name, band);
                }
            }
        }

        BandRange range() {
            double[] mean = new double[sum.length];
            for (int band = 0; band < mean.length; band++) {
                mean[band] = sum[band] / values[band];
            }
            return new BandRange(min, max, mean);
        }
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

    /** As options say it; a band without a value is 0 everywhere. */
    Map<String, Object> learned() {
        return Map.of("range_min", finite(min), "range_max", finite(max));
    }

    private static List<Double> finite(double[] ends) {
        return Arrays.stream(ends).map(v -> Double.isFinite(v) ? v : 0).boxed().toList();
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
