package io.metatransformer.raster;

import java.util.Objects;
import java.util.OptionalInt;

/**
 * A decoded picture: the samples of its file, unaltered, at their own depth. Row 0 is the top, column 0 the
 * left. Immutable and safe to share between threads; turning it costs nothing, since it is a view.
 */
public final class Picture {

    /** What one sample is. */
    public enum Kind {
        /** From 0 to {@code 2^bits - 1}. */
        UNSIGNED,
        /** From {@code -2^(bits-1)} to {@code 2^(bits-1) - 1}. */
        SIGNED,
        /** Any floating-point number, NaN and infinities included. */
        FLOAT
    }

    /**
     * How a picture's samples are meant.
     *
     * @param bits 1 to 64. Bilevel and 2 or 4 bit pictures are scaled to 8 bits when read
     * @param channels samples per pixel
     * @param colours 1 for gray (or a band of anything), 3 for red, green, blue: the leading channels
     * @param alpha which channel holds opacity, if one does
     */
    public record Form(Kind kind, int bits, int channels, int colours, OptionalInt alpha) {
        public Form {
            Objects.requireNonNull(kind, "kind");
            Objects.requireNonNull(alpha, "alpha");
        }

        static Form unsigned(int bits, int channels) {
            boolean alpha = channels == 2 || channels == 4;
            int colours = alpha ? channels - 1 : channels;
            return new Form(
                    Kind.UNSIGNED,
                    bits,
                    channels,
                    colours,
                    alpha ? OptionalInt.of(colours) : OptionalInt.empty());
        }
    }

    private final int width;
    private final int height;
    private final Form form;
    private final Samples samples;
    private final Samples.Steps steps;
    private final int orientation;

    Picture(
            int width,
            int height,
            Form form,
            Samples samples,
            Samples.Steps steps,
            int orientation) {
        this.width = width;
        this.height = height;
        this.form = form;
        this.samples = samples;
        this.steps = steps;
        this.orientation = orientation;
    }

    /**
     * A picture of 8 bits in memory.
     *
     * @param channels 1 for gray, 3 for red, green, blue
     * @param samples {@code [height, width, channels]}, row-major; nobody writes to it any more
     */
    public static Picture of(int width, int height, int channels, byte[] samples) {
        return new Picture(
                width,
                height,
                Form.unsigned(8, channels),
                Samples.of(samples),
                Samples.Steps.interleaved(width, channels),
                Orientation.UPRIGHT);
    }

    /** In pixels. */
    public int width() {
        return width;
    }

    /** In pixels. */
    public int height() {
        return height;
    }

    public Form form() {
        return form;
    }

    /** This picture as its EXIF orientation tag says it is to be seen; itself if it lies so already. */
    public Picture upright() {
        if (orientation == Orientation.UPRIGHT) {
            return this;
        }
        boolean turned = orientation >= 5;
        return new Picture(
                turned ? height : width,
                turned ? width : height,
                form,
                samples,
                steps.oriented(orientation, width, height),
                Orientation.UPRIGHT);
    }

    /**
     * One row of whole-number samples, channels interleaved, into {@code row} from its start.
     *
     * @param row at least {@code width * channels} long
     * @throws IllegalStateException for samples of floating-point numbers
     */
    public void row(int y, int[] row) {
        for (int c = 0; c < form.channels(); c++) {
            samples.read(steps, y, c, width, row, form.channels());
        }
    }

    /** One row of samples of any kind, exactly, channels interleaved, into {@code row} from its start. */
    public void row(int y, double[] row) {
        for (int c = 0; c < form.channels(); c++) {
            samples.read(steps, y, c, width, row, form.channels());
        }
    }

    @Override
    public String toString() {
        return "Picture " + width + " x " + height + " of " + form;
    }
}
