package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * From one rate to another by a windowed sinc: a low-pass at 0.99 of the lower half rate, six zero crossings to each
 * side, under a Hann window. What torchaudio's {@code resample} does with its defaults, in double precision.
 *
 * <p>With {@code a} and {@code b} the rates without their common part, new sample {@code q·b + p} is the sum over old
 * samples {@code q·a + m} weighted by {@code kernel[p][m]}. Only weights that are not 0 are kept.
 */
final class Resampling {
    private static final double ROLL_OFF = 0.99;
    private static final int ZERO_CROSSINGS = 6;
    private static final long MAX_WEIGHTS = 4_000_000;

    private final int a;
    private final int b;
    private final int taps;

    /** Per phase: the first old sample that counts, from the one at {@code q·a}. */
    private final int[] first;

    /** {@code [b, taps]} */
    private final double[] weights;

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for rates that have so little in common
     *     that the weights would take too much memory
     */
    Resampling(int from, int to, String name) {
        int common = gcd(from, to);
        a = from / common;
        b = to / common;
        double base = ROLL_OFF * Math.min(a, b);
        double reach = ZERO_CROSSINGS * a / base;
        taps = (int) Math.ceil(2 * reach);
        if ((long) taps * b > MAX_WEIGHTS) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + from
                            + " Hz to "
                            + to
                            + " Hz takes "
                            + (long) taps * b
                            + " weights, at most "
                            + MAX_WEIGHTS
                            + " are computed; option 'resample' = false keeps the rate");
        }
        first = new int[b];
        weights = new double[taps * b];
        for (int p = 0; p < b; p++) {
            double place = (double) p * a / b;
            first[p] = (int) Math.floor(place - reach) + 1;
            for (int k = 0; k < taps; k++) {
                double t = ((first[p] + k) / (double) a - (double) p / b) * base;
                weights[p * taps + k] = Math.abs(t) < ZERO_CROSSINGS ? base / a * kernel(t) : 0;
            }
        }
    }

    private static double kernel(double t) {
        double sinc = t == 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
        double window = Math.cos(Math.PI * t / (2 * ZERO_CROSSINGS));
        return window * window * sinc;
    }

    private static int gcd(int x, int y) {
        return y == 0 ? x : gcd(y, x % y);
    }

    /** How many samples that many become. */
    long length(long samples) {
        return (samples * b + a - 1) / a;
    }

    /** The first old sample that new sample {@code n} is made of; may be before the start. */
    long low(long n) {
        return n / b * a + first[(int) (n % b)];
    }

    /** The old sample after the last one that new sample {@code n} is made of; may be past the end. */
    long high(long n) {
        return low(n) + taps;
    }

    /**
     * @param old samples from {@code low(from)} on, up to {@code high(from + count - 1)}
     * @param from first new sample wanted
     */
    double[] apply(double[] old, long from, int count) {
        double[] made = new double[count];
        long low = low(from);
        for (int i = 0; i < count; i++) {
            long n = from + i;
            int at = (int) (low(n) - low);
            int kernel = (int) (n % b) * taps;
            double sum = 0;
            for (int k = 0; k < taps; k++) {
                sum += weights[kernel + k] * old[at + k];
            }
            made[i] = sum;
        }
        return made;
    }
}
