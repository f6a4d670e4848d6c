package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.util.Arrays;

/**
 * A picture as numbers, {@code [channels, height, width]}, row-major: what is cut into patches.
 *
 * @param values not copied; nobody writes to it once it is here
 */
public record Planes(int channels, int height, int width, float[] values) {
    public Planes {
        if (values.length != Math.multiplyExact(Math.multiplyExact(channels, height), width)) {
            throw new IllegalArgumentException(
                    values.length + " values for " + channels + " x " + height + " x " + width);
        }
    }

    /**
     * {@code (v · scale - mean) / std} per channel, in float32 as the reference computes it.
     *
     * @param divisor what 8-bit values are divided by first: 255 for the range 0 to 1, or 1
     * @param mean one per channel of the result; a gray picture is repeated in all of them
     * @param std one per channel of the result
     */
    public static Planes normalised(Image8 image, float divisor, float[] mean, float[] std) {
        int plane = image.width() * image.height();
        float[] values = new float[Math.multiplyExact(plane, mean.length)];
        byte[] samples = image.samples();
        int step = image.channels();
        for (int c = 0; c < mean.length; c++) {
            float[] table = new float[256];
            for (int v = 0; v < table.length; v++) {
                table[v] = (v / divisor - mean[c]) / std[c];
            }
            int from = step == 1 ? 0 : c;
            for (int i = 0, to = c * plane; i < plane; i++, to++, from += step) {
                values[to] = table[samples[from] & 0xFF];
            }
        }
        return new Planes(mean.length, image.height(), image.width(), values);
    }

    /**
     * {@code (v - mean) / std} of one plane of numbers, repeated in every channel.
     *
     * @param plane {@code [height, width]}
     */
    public static Planes normalised(
            float[] plane, int width, int height, float[] mean, float[] std) {
        float[] values = new float[Math.multiplyExact(plane.length, mean.length)];
        for (int c = 0, to = 0; c < mean.length; c++) {
            for (float v : plane) {
                values[to++] = (v - mean[c]) / std[c];
            }
        }
        return new Planes(mean.length, height, width, values);
    }

    /**
     * Numbers that somebody else prepared.
     *
     * @param tensor {@code [channels, height, width]}
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape, {@link
     *     ErrorCode#NON_FINITE} for NaN or infinity
     */
    public static Planes of(Tensor tensor, int channels, String name) {
        if (tensor.rank() != 3 || tensor.size(0) != channels || tensor.elements() == 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": a prepared picture is ["
                            + channels
                            + ", height, width], got "
                            + Arrays.toString(tensor.shape()));
        }
        float[] values = tensor.toArray();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name + ": a prepared picture holds finite numbers, got " + value);
            }
        }
        return new Planes(channels, tensor.size(1), tensor.size(2), values);
    }

    /** This picture with zeros added at the right and below; itself if the sizes are equal. */
    public Planes padded(int toHeight, int toWidth) {
        if (toHeight == height && toWidth == width) {
            return this;
        }
        int plane = Math.multiplyExact(toHeight, toWidth);
        float[] all = new float[Math.multiplyExact(plane, channels)];
        for (int c = 0; c < channels; c++) {
            for (int y = 0; y < height; y++) {
                System.arraycopy(
                        values, (c * height + y) * width, all, c * plane + y * toWidth, width);
            }
        }
        return new Planes(channels, toHeight, toWidth, all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Planes that
                && channels == that.channels
                && height == that.height
                && width == that.width
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values) * 31 + width;
    }

    @Override
    public String toString() {
        return "Planes " + channels + " x " + height + " x " + width;
    }
}
