package io.metatransformer.modality.audio;

import io.metatransformer.api.MetaTransformerException;
import java.util.Arrays;

/** One channel of one frame: a constant, plain samples, or a prediction and what it misses (RFC 9639, section 9.2). */
final class FlacSubframe {
    /** Coefficients of the fixed predictors, of the last sample first. */
    private static final int[][] FIXED = {{}, {1}, {2, -1}, {3, -3, 1}, {4, -6, 4, -1}};

    private final FlacBits bits;
    private final long[] samples;
    private final int count;

    private FlacSubframe(FlacBits bits, long[] samples, int count) {
        this.bits = bits;
        this.samples = samples;
        this.count = count;
    }

    /**
     * @param depth bits per sample
     * @param samples receives {@code count} of them
     */
    static void read(FlacBits bits, int depth, long[] samples, int count) {
        new FlacSubframe(bits, samples, count).read(depth);
    }

    private void read(int depth) {
        if (bits.unsigned(1) != 0) {
            throw corrupt("a subframe starts with a one");
        }
        int type = (int) bits.unsigned(6);
        long wasted = bits.unsigned(1) == 0 ? 0 : bits.unary() + 1;
        if (wasted >= depth) {
            throw corrupt("a subframe wastes " + wasted + " of " + depth + " bits");
        }
        int used = depth - (int) wasted;
        if (type == 0) {
            Arrays.fill(samples, 0, count, bits.signed(used));
        } else if (type == 1) {
            plain(0, count, used);
        } else if (type >= 8 && type < 8 + FIXED.length) {
            fixed(FIXED[type - 8], used);
        } else if (type >= 32) {
            linear(type - 31, used);
        } else {
            throw corrupt("a subframe is of the reserved type " + type);
        }
        for (int i = 0; i < count; i++) {
            samples[i] <<= wasted;
            if (samples[i] >> depth - 1 != samples[i] >> 63) {
                throw corrupt("a sample needs more than " + depth + " bits");
            }
        }
    }

    private void plain(int from, int to, int depth) {
        for (int i = from; i < to; i++) {
            samples[i] = bits.signed(depth);
        }
    }

    private void fixed(int[] coefficients, int depth) {
        warmUp(coefficients.length, depth);
        residual(coefficients.length);
        predict(coefficients, 0);
    }

    private void linear(int order, int depth) {
        warmUp(order, depth);
        int precision = (int) bits.unsigned(4) + 1;
        int shift = (int) bits.signed(5);
        if (precision == 16 || shift < 0) {
            throw corrupt("a predictor has a precision or shift that does not exist");
        }
        int[] coefficients = new int[order];
        for (int i = 0; i < order; i++) {
            coefficients[i] = (int) bits.signed(precision);
        }
        residual(order);
        predict(coefficients, shift);
    }

    private void warmUp(int order, int depth) {
        if (order > count) {
            throw corrupt("a predictor of order " + order + " for " + count + " samples");
        }
        plain(0, order, depth);
    }

    private void predict(int[] coefficients, int shift) {
        int order = coefficients.length;
        for (int i = order; i < count; i++) {
            long sum = 0;
            for (int j = 0; j < order; j++) {
                sum += coefficients[j] * samples[i - 1 - j];
            }
            samples[i] += sum >> shift;
        }
    }

    /** What the prediction misses, from sample {@code order} on, in parts with a Rice parameter each. */
    private void residual(int order) {
        long method = bits.unsigned(2);
        if (method > 1) {
            throw corrupt("a residual is coded by the reserved method " + method);
        }
        int width = method == 0 ? 4 : 5;
        int escape = (1 << width) - 1;
        int parts = 1 << bits.unsigned(4);
        if (count % parts != 0 || count / parts < order) {
            throw corrupt(parts + " parts do not divide " + count + " samples");
        }
        int at = order;
        for (int part = 1; part <= parts; part++) {
            int end = part * (count / parts);
            int k = (int) bits.unsigned(width);
            if (k == escape) {
                int depth = (int) bits.unsigned(5);
                plain(at, end, depth);
                at = end;
            }
            for (; at < end; at++) {
                samples[at] = bits.rice(k);
            }
        }
    }

    private MetaTransformerException corrupt(String what) {
        return bits.file().corrupt(what + ", before byte " + bits.byteAt());
    }
}
