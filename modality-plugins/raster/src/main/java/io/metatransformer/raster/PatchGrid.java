package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * Square patches side by side, row by row from the top left.
 *
 * @param rows of patches
 * @param cols of patches
 * @param patch edge of a patch in pixels
 */
public record PatchGrid(int rows, int cols, int patch) {

    /**
     * The grid over a picture of {@code height} x {@code width} px.
     *
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if the picture is smaller than
     *     a patch, or is no whole number of them and {@code remainder} forbids that
     */
    public static PatchGrid over(
            int height, int width, int patch, Remainder remainder, String name) {
        boolean whole = height % patch == 0 && width % patch == 0;
        boolean enough = remainder == Remainder.PAD_ZERO || height >= patch && width >= patch;
        if (!enough || remainder == Remainder.ERROR && !whole) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name
                            + ": "
                            + width
                            + " x "
                            + height
                            + " px are "
                            + (enough ? "no whole number of" : "less than one of the")
                            + " patches of "
                            + patch
                            + " px");
        }
        int more = remainder == Remainder.PAD_ZERO ? patch - 1 : 0;
        return new PatchGrid((height + more) / patch, (width + more) / patch, patch);
    }

    /** Number of patches. */
    public long count() {
        return (long) rows * cols;
    }

    /** {@code [count, channels · patch · patch]}, each patch flattened as (channel, row, column). */
    public Tensor cut(Planes picture) {
        Planes whole =
                picture.padded(
                        Math.max(picture.height(), rows * patch),
                        Math.max(picture.width(), cols * patch));
        int length = whole.channels() * patch * patch;
        FloatBuffer patches = Tensor.allocate(Math.multiplyExact(rows * cols, length));
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < cols; j++) {
                for (int c = 0; c < whole.channels(); c++) {
                    for (int u = 0; u < patch; u++) {
                        int row = c * whole.height() + i * patch + u;
                        patches.put(whole.values(), row * whole.width() + j * patch, patch);
                    }
                }
            }
        }
        return Tensor.of(patches.flip(), rows * cols, length);
    }
}
