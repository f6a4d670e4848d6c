package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.raster.Image8;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Frames as numbers, {@code [3, frames, height, width]}, row-major: what is cut into tubes.
 *
 * @param values not copied; nobody writes to it once it is here
 */
record Clip(int frames, int height, int width, float[] values) {
    static final int CHANNELS = 3;

    /** Of one clip: 1 GiB. */
    private static final long MAX_VALUES = 1 << 28;

    /**
     * Refuses a clip that would not fit, before it is made.
     *
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED}
     */
    static void checkSize(String name, int frames, int height, int width) {
        if ((long) frames * height * width > MAX_VALUES / CHANNELS) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + frames
                            + " frames of "
                            + width
                            + " x "
                            + height
                            + " px are more than the "
                            + MAX_VALUES
                            + " numbers that a clip may have");
        }
    }

    /**
     * {@code (v / 255 - mean) / std} per channel, in float32 as the reference computes it.
     *
     * @param images of one size, 8 bits, gray or RGB; gray is repeated in all channels
     */
    static Clip normalised(List<Image8> images, float[] mean, float[] std) {
        int T = images.size();
        int width = images.get(0).width();
        int height = images.get(0).height();
        int plane = width * height;
        float[] values = new float[CHANNELS * T * plane];
        for (int c = 0, to = 0; c < CHANNELS; c++) {
            float[] table = new float[256];
            for (int v = 0; v < table.length; v++) {
                table[v] = (v / 255f - mean[c]) / std[c];
            }
            for (Image8 image : images) {
                byte[] samples = image.samples();
                int step = image.channels();
                for (int i = step == 1 ? 0 : c; i < samples.length; i += step) {
                    values[to++] = table[samples[i] & 0xFF];
                }
            }
        }
        return new Clip(T, height, width, values);
    }

    /**
     * Numbers that somebody else prepared.
     *
     * @param tensor {@code [3, frames, height, width]}
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another shape, {@link
     *     ErrorCode#LIMIT_EXCEEDED} for too many, {@link ErrorCode#NON_FINITE} for NaN or infinity
     */
    static Clip of(Tensor tensor, String name) {
        if (tensor.rank() != 4 || tensor.size(0) != CHANNELS || tensor.elements() == 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": a prepared clip is [3, frames, height, width], got "
                            + Arrays.toString(tensor.shape()));
        }
        checkSize(name, tensor.size(1), tensor.size(2), tensor.size(3));
        float[] values = tensor.toArray();
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name + ": a prepared clip holds finite numbers, got " + value);
            }
        }
        return new Clip(tensor.size(1), tensor.size(2), tensor.size(3), values);
    }

    /** {@code [tubes, 3 · tubelet · patch · patch]}, each tube flattened as (channel, frame, row, column). */
    Tensor cut(TubeGrid grid) {
        int P = grid.patch();
        int length = CHANNELS * grid.tubelet() * P * P;
        FloatBuffer tubes = Tensor.allocate(Math.multiplyExact(grid.count(), length));
        for (int t = 0; t < grid.steps(); t++) {
            for (int i = 0; i < grid.rows(); i++) {
                for (int j = 0; j < grid.cols(); j++) {
                    for (int c = 0; c < CHANNELS; c++) {
                        for (int s = 0; s < grid.tubelet(); s++) {
                            int frame = c * frames + t * grid.tubelet() + s;
                            int at = (frame * height + i * P) * width + j * P;
                            for (int u = 0; u < P; u++) {
                                tubes.put(values, at + u * width, P);
                            }
                        }
                    }
                }
            }
        }
        return Tensor.of(tubes.flip(), grid.count(), length);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Clip that
                && frames == that.frames
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
        return "Clip " + frames + " x " + height + " x " + width;
    }
}
