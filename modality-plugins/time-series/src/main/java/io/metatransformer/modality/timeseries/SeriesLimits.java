package io.metatransformer.modality.timeseries;

/**
 * What reading may grow to.
 *
 * @param bytes of a file
 * @param steps rows that are kept
 * @param values steps times channels
 */
record SeriesLimits(int bytes, int steps, int values) {
    /** Bounds of the platform, whatever a model allows. */
    static final SeriesLimits WIDEST = new SeriesLimits(256 << 20, 5_000_000, 50_000_000);

    SeriesLimits withSteps(long most) {
        return new SeriesLimits(bytes, (int) Math.min(steps, most), values);
    }
}
