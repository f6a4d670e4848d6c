package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.Picture.Kind;
import java.util.Arrays;

/**
 * Brings the samples of a gray picture to the range 0 to 1: {@code clamp((v - lo) / (hi - lo), 0, 1)} in
 * double, rounded to float32. A range of no width gives 0 everywhere; samples that are not finite become 0.
 */
public final class RangeMapping {
    private RangeMapping() {}

    /**
     * @param picture of one channel
     * @param name of the input, for messages
     * @return {@code [height, width]}, row-major
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for a picture without any finite
     *     sample, {@link ErrorCode#BAD_CONFIG} for the full range of floating-point samples
     */
    public static float[] unit(Picture picture, RangeOptions options, String name) {
        double[] range = range(picture, options, name);
        boolean physical = options.rule() == RangeOptions.Rule.WINDOW;
        return map(
                picture,
                range[0],
                range[1],
                physical ? options.unit() : 1,
                physical ? options.offset() : 0);
    }

    /**
     * Which values become 0 and 1: samples, or physical values for a window.
     *
     * @throws MetaTransformerException as {@link #unit}
     */
    public static double[] range(Picture picture, RangeOptions options, String name) {
        RangeOptions.Rule rule = options.rule();
        boolean eightBit = picture.form().kind() == Kind.UNSIGNED && picture.form().bits() == 8;
        if (rule == RangeOptions.Rule.AUTO) {
            rule = eightBit ? RangeOptions.Rule.FULL : RangeOptions.Rule.MINMAX;
        }
        double[] ends = minmax(picture, name);
        return switch (rule) {
            case FULL -> full(picture, name);
            case PERCENTILE -> percentiles(picture, options);
            case WINDOW -> new double[] {options.windowLow(), options.windowHigh()};
            default -> ends;
        };
    }

    private static float[] map(Picture picture, double lo, double hi, double scale, double offset) {
        int width = picture.width();
        float[] unit = new float[width * picture.height()];
        double[] row = new double[width];
        for (int y = 0, at = 0; y < picture.height() && hi > lo; y++) {
            picture.row(y, row);
            for (double v : row) {
                double mapped = (v * scale + offset - lo) / (hi - lo);
                unit[at++] = Double.isFinite(v) ? (float) Math.max(0, Math.min(1, mapped)) : 0;
            }
        }
        return unit;
    }

    private static double[] full(Picture picture, String name) {
        if (picture.form().kind() == Kind.FLOAT) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    name
                            + ": option 'range' = full needs whole numbers, the samples are floating-point"
                            + " ones; minmax, percentile or window would do");
        }
        return new double[] {0, Math.pow(2, picture.form().bits()) - 1};
    }

    private static double[] minmax(Picture picture, String name) {
        double lo = Double.POSITIVE_INFINITY;
        double hi = Double.NEGATIVE_INFINITY;
        double[] row = new double[picture.width()];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            for (double v : row) {
                if (Double.isFinite(v)) {
                    lo = Math.min(lo, v);
                    hi = Math.max(hi, v);
                }
            }
        }
        if (lo > hi) {
            throw new MetaTransformerException(
                    ErrorCode.NON_FINITE, name + ": the picture has no finite sample");
        }
        return new double[] {lo, hi};
    }

    /** Linear between order statistics: rank p/100 · (n - 1). */
    private static double[] percentiles(Picture picture, RangeOptions options) {
        double[] finite = new double[picture.width() * picture.height()];
        double[] row = new double[picture.width()];
        int n = 0;
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            for (double v : row) {
                if (Double.isFinite(v)) {
                    finite[n++] = v;
                }
            }
        }
        Arrays.sort(finite, 0, n);
        return new double[] {
            at(finite, n, options.percentileLow()), at(finite, n, options.percentileHigh())
        };
    }

    private static double at(double[] sorted, int n, double percent) {
        double r = percent / 100 * (n - 1);
        int k = (int) Math.floor(r);
        return sorted[k] + (k + 1 < n ? (sorted[k + 1] - sorted[k]) * (r - k) : 0);
    }
}
