package io.metatransformer.modality.hyperspectral;

import java.util.OptionalDouble;

/**
 * A scene: where its samples are, and what their numbers mean. Serves one thread; owns what is held open.
 *
 * @param axes sizes and storage order
 * @param samples as stored
 * @param meaning of a stored number
 */
record Cube(Axes axes, Samples samples, Meaning meaning) implements AutoCloseable {

    /**
     * @param ignore the stored number that stands for no value; NaN matches NaN
     * @param scale a number is {@code stored * scale + offset}
     * @param wavelengths of the bands, empty if the file does not say
     * @param goodBands whether each band is fit for use, empty if the file does not say
     */
    record Meaning(
            OptionalDouble ignore,
            double scale,
            double offset,
            double[] wavelengths,
            boolean[] goodBands) {

        static final Meaning PLAIN =
                new Meaning(OptionalDouble.empty(), 1, 0, new double[0], new boolean[0]);

        /** This meaning, with another number for no value. */
        Meaning ignoring(double value) {
            return new Meaning(OptionalDouble.of(value), scale, offset, wavelengths, goodBands);
        }

        boolean isMasked(double stored) {
            return ignore.isPresent()
                    && (stored == ignore.getAsDouble()
                            || Double.isNaN(stored) && Double.isNaN(ignore.getAsDouble()));
        }

        double value(double stored) {
            return scale == 1 && offset == 0 ? stored : stored * scale + offset;
        }
    }

    @Override
    public void close() {
        samples.close();
    }
}
