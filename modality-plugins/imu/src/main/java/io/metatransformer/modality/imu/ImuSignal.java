package io.metatransformer.modality.imu;

/**
 * A recording as it was read.
 *
 * @param times one per sample, in milliseconds, strictly increasing
 * @param values {@code [L, 6]} row-major, channels in the order of {@link Column}; NaN where there is no value
 */
record ImuSignal(double[] times, double[] values) {

    /** Number of samples, L. */
    int samples() {
        return times.length;
    }

    /** Samples per second on average; NaN for a single one. */
    double rate() {
        return 1000 * (samples() - 1) / (times[samples() - 1] - times[0]);
    }
}
