package io.metatransformer.modality.imu;

/**
 * From one even rate to another by a windowed sinc: a low-pass at 0.99 of the lower half rate, twelve zero
 * crossings wide, under a Hann window. What torchaudio's resampler does with its defaults; it takes the times of
 * the signal to be even and their rate to be a whole number.
 */
final class SincResampling {
    private static final double ROLL_OFF = 0.99;
    private static final int ZERO_CROSSINGS = 6;

    private final long from;
    private final long to;

    /** Cut-off in the unit of the original rate, both rates divided by their common part. */
    private final double base;

    /** Rates in samples per second, at least 1. */
    SincResampling(long sourceRate, long rate) {
        long common = gcd(sourceRate, rate);
        from = sourceRate / common;
        to = rate / common;
        base = ROLL_OFF * Math.min(from, to);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    /** How many samples {@code samples} of the source become. */
    long length(long samples) {
        return Math.addExact(Math.multiplyExact(to, samples), from - 1) / from;
    }

    /**
     * @param values {@code [L, 6]}
     * @param first index of the first new sample that is wanted
     * @param count of those wanted, none beyond {@link #length}
     * @return {@code [count, 6]}
     */
    double[] apply(double[] values, long first, int count) {
        double[] resampled = new double[Math.multiplyExact(count, Column.COUNT)];
        int samples = values.length / Column.COUNT;
        // Beyond six zero crossings the window is 0, so only these neighbours count.
        double reach = ZERO_CROSSINGS * from / base;
        for (int i = 0; i < count; i++) {
            double place = (double) (first + i) * from / to;
            int low = (int) Math.max(0, Math.ceil(place - reach));
            int high = (int) Math.min(samples - 1, Math.floor(place + reach));
            for (int n = low; n <= high; n++) {
                double weight = weight((n - place) / from * base);
                for (int channel = 0; channel < Column.COUNT; channel++) {
                    resampled[i * Column.COUNT + channel] +=
                            weight * values[n * Column.COUNT + channel];
                }
            }
        }
        return resampled;
    }

    /**
     * @param x distance in zero crossings
     */
    private double weight(double x) {
        double sinc = x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
        double window = Math.cos(Math.PI * x / (2 * ZERO_CROSSINGS));
        return sinc * window * window * base / from;
    }
}
