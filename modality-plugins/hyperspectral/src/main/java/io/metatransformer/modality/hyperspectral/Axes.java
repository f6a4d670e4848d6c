package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;

/**
 * Sizes of a scene, and how far apart in storage two neighbours along each axis are. Storage has no gaps.
 *
 * @param lines rows of the scene, from the top
 * @param samples columns of the scene, from the left
 */
record Axes(int lines, int samples, int bands, long lineStep, long sampleStep, long bandStep) {

    /** Of one scene, and of one array of Java. */
    static final long MAX_SAMPLES = Integer.MAX_VALUE;

    /** What a stored axis can be. */
    enum Axis {
        LINE,
        SAMPLE,
        BAND
    }

    static final List<Axis> BSQ = List.of(Axis.BAND, Axis.LINE, Axis.SAMPLE);
    static final List<Axis> BIL = List.of(Axis.LINE, Axis.BAND, Axis.SAMPLE);
    static final List<Axis> BIP = List.of(Axis.LINE, Axis.SAMPLE, Axis.BAND);

    /** As MATLAB stores lines x samples x bands: the first index runs fastest. */
    static final List<Axis> COLUMN_MAJOR = List.of(Axis.BAND, Axis.SAMPLE, Axis.LINE);

    /**
     * @param name of the input, for messages
     * @param sizes of the stored axes, the slowest first
     * @param order what those axes are
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no samples, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for more than 2^31-1
     */
    static Axes of(String name, long[] sizes, List<Axis> order) {
        long count = 1;
        for (long size : sizes) {
            if (size < 1) {
                throw new MetaTransformerException(
                        ErrorCode.EMPTY_INPUT, name + ": a scene of " + text(sizes) + " is empty");
            }
            if (size > MAX_SAMPLES || count * size > MAX_SAMPLES) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name
                                + ": a scene of "
                                + text(sizes)
                                + " samples; at most "
                                + MAX_SAMPLES
                                + " are read");
            }
            count *= size;
        }
        int line = order.indexOf(Axis.LINE);
        int sample = order.indexOf(Axis.SAMPLE);
        int band = order.indexOf(Axis.BAND);
        long[] steps = {sizes[1] * sizes[2], sizes[2], 1};
        return new Axes(
                (int) sizes[line],
                (int) sizes[sample],
                (int) sizes[band],
                steps[line],
                steps[sample],
                steps[band]);
    }

    private static String text(long[] sizes) {
        return sizes[0] + " x " + sizes[1] + " x " + sizes[2];
    }

    long index(int line, int sample, int band) {
        return line * lineStep + sample * sampleStep + band * bandStep;
    }

    long count() {
        return (long) lines * samples * bands;
    }
}
