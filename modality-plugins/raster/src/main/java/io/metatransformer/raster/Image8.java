package io.metatransformer.raster;

import java.util.Arrays;

/**
 * A gray or RGB picture of 8 bits in memory, {@code [height, width, channels]}, row-major.
 *
 * @param samples not copied; nobody writes to it once it is here
 */
public record Image8(int width, int height, int channels, byte[] samples) implements Rows8 {
    public Image8 {
        if (samples.length != Math.multiplyExact(Math.multiplyExact(width, height), channels)) {
            throw new IllegalArgumentException(
                    samples.length
                            + " samples for "
                            + width
                            + " x "
                            + height
                            + " px of "
                            + channels);
        }
    }

    /** All rows of {@code source}. */
    static Image8 copy(Rows8 source) {
        int stride = source.width() * source.channels();
        byte[] samples = new byte[Math.multiplyExact(stride, source.height())];
        int[] row = new int[stride];
        for (int y = 0, at = 0; y < source.height(); y++) {
            source.row(y, row);
            for (int i = 0; i < stride; i++) {
                samples[at++] = (byte) row[i];
            }
        }
        return new Image8(source.width(), source.height(), source.channels(), samples);
    }

    @Override
    public void row(int y, int[] row) {
        int stride = width * channels;
        for (int i = 0, at = y * stride; i < stride; i++) {
            row[i] = samples[at + i] & 0xFF;
        }
    }

    /** This picture on a larger, black one; itself if the sizes are equal. */
    public Image8 padded(int toWidth, int toHeight, int left, int top) {
        if (toWidth == width && toHeight == height) {
            return this;
        }
        byte[] all = new byte[Math.multiplyExact(Math.multiplyExact(toWidth, toHeight), channels)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(
                    samples,
                    y * width * channels,
                    all,
                    ((top + y) * toWidth + left) * channels,
                    width * channels);
        }
        return new Image8(toWidth, toHeight, channels, all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Image8 that
                && width == that.width
                && height == that.height
                && channels == that.channels
                && Arrays.equals(samples, that.samples);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(samples) * 31 + width;
    }

    @Override
    public String toString() {
        return "Image8 " + width + " x " + height + " x " + channels;
    }
}
