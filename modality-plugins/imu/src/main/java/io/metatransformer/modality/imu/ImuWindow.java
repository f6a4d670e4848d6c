package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The second stage: a piece of a signal at an even rate, scaled.
 *
 * @param values {@code [n, 6]} row-major, thinned by {@code stride}; zero beyond the end of the signal
 * @param origin says where the piece lies and how it was scaled
 */
record ImuWindow(float[] values, Origin origin) {
    /** Number of samples, n. */
    int samples() {
        return values.length / Column.COUNT;
    }

    /**
     * @param unscaled what {@code scaling = auto} means without statistics
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for gaps that may not be filled, {@link
     *     ErrorCode#SHAPE_MISMATCH} for a signal too short to be resampled, or none of which is in the window
     */
    static ImuWindow of(String name, ImuSignal signal, Options options, String unscaled) {
        double[] filled =
                MissingValues.fill(name, options.text("missing"), signal.values(), Column.names());
        ImuSignal whole = new ImuSignal(signal.times(), filled);
        double[] piece = thinned(piece(name, whole, options), options);
        if (piece.length == 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": the signal ends before option 'start_sec', "
                            + options.number("start_sec"));
        }
        Scaling scaling = Scaling.from(options, piece, Column.COUNT, unscaled);
        int samples =
                options.text("resampling").equals("none")
                        ? piece.length / Column.COUNT
                        : thinned(count(options), options);
        Map<String, String> facts = new HashMap<>();
        facts.put("start_sec", String.valueOf(options.number("start_sec")));
        facts.put("samples", String.valueOf(samples));
        facts.put("valid", String.valueOf(piece.length / Column.COUNT));
        facts.put("missing", String.valueOf(MissingValues.count(signal.values())));
        facts.put("scaling", scaling.kind());
        if (whole.samples() > 1) {
            facts.put("rate_hz", String.valueOf(rate(whole, options)));
            facts.put("source_rate_hz", String.valueOf(whole.rate()));
        }
        for (int c = 0; c < Column.COUNT; c++) {
            facts.put(Origin.CHANNEL_NAME + c, Column.names().get(c));
        }
        double[] scaled = scaling.scale(piece);
        Tensor known = vector(scaled).reshape(piece.length / Column.COUNT, Column.COUNT);
        Map<String, Tensor> arrays =
                Map.of(
                        Origin.MEAN,
                        vector(scaling.mean()),
                        Origin.DEVIATION,
                        vector(scaling.deviation()),
                        Origin.SCALED,
                        known);
        return new ImuWindow(padded(name, scaled, samples), new Origin(name, facts, arrays));
    }

    /** Samples of a full window. */
    static int count(Options options) {
        return (int) Math.round(options.number("duration_sec") * options.number("rate_hz"));
    }

    /** How many of so many samples are kept. */
    static int thinned(int samples, Options options) {
        int stride = stride(options);
        return (int) ((samples + stride - 1L) / stride);
    }

    private static int stride(Options options) {
        return options.text("embedding").equals("data2seq") ? options.integer("stride") : 1;
    }

    /** The first of every {@code stride} samples. */
    private static double[] thinned(double[] samples, Options options) {
        int stride = stride(options);
        double[] kept = new double[thinned(samples.length / Column.COUNT, options) * Column.COUNT];
        for (int at = 0; at < kept.length; at += Column.COUNT) {
            System.arraycopy(samples, at * stride, kept, at, Column.COUNT);
        }
        return kept;
    }

    private static double rate(ImuSignal signal, Options options) {
        return options.text("resampling").equals("none")
                ? signal.rate()
                : options.number("rate_hz");
    }

    private static double[] piece(String name, ImuSignal signal, Options options) {
        String how = options.text("resampling");
        double start = 1000 * options.number("start_sec");
        if (how.equals("none")) {
            return asItIs(signal, start, 1000 * options.number("duration_sec"));
        }
        if (signal.samples() < 2) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + ": resampling needs at least 2 samples, got " + signal.samples());
        }
        return how.equals("linear")
                ? LinearResampling.apply(signal, start, options.number("rate_hz"), count(options))
                : sinc(name, signal, options);
    }

    private static double[] asItIs(ImuSignal signal, double start, double duration) {
        int from = firstAtOrAfter(signal, start);
        int to = firstAtOrAfter(signal, start + duration);
        return Arrays.copyOfRange(signal.values(), from * Column.COUNT, to * Column.COUNT);
    }

    private static int firstAtOrAfter(ImuSignal signal, double sinceFirst) {
        int found = Arrays.binarySearch(signal.times(), signal.times()[0] + sinceFirst);
        return found >= 0 ? found : -found - 1;
    }

    private static double[] sinc(String name, ImuSignal signal, Options options) {
        double rate = options.number("rate_hz");
        if (rate != Math.rint(rate)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "resampling 'sinc' takes a whole number as 'rate_hz', the model has " + rate);
        }
        long source = (long) Math.floor(signal.rate());
        if (source < 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + ": resampling 'sinc' needs at least 1 sample per second");
        }
        SincResampling resampling = new SincResampling(source, (long) rate);
        long first = Math.round(options.number("start_sec") * rate);
        long there = resampling.length(signal.samples()) - first;
        return resampling.apply(
                signal.values(), first, (int) Math.max(0, Math.min(count(options), there)));
    }

    /** As floats, zeros after the last. */
    private static float[] padded(String name, double[] scaled, int samples) {
        float[] values = new float[Math.multiplyExact(samples, Column.COUNT)];
        for (int i = 0; i < scaled.length; i++) {
            values[i] = (float) scaled[i];
            if (!Float.isFinite(values[i])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name + ": a sample is too large for a float after scaling");
            }
        }
        return values;
    }

    private static Tensor vector(double[] values) {
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, narrow.length);
    }
}
