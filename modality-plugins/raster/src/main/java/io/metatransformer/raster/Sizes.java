package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/** Rules for the size that a picture is brought to. */
public final class Sizes {
    private Sizes() {}

    /** Width and height in pixels. */
    public record Size(int width, int height) {}

    /** The shorter edge becomes {@code edge}, the longer one keeps the ratio, rounded down. */
    public static Size shorterEdge(int width, int height, int edge) {
        return height <= width
                ? new Size(whole((double) edge * width / height), edge)
                : new Size(edge, whole((double) edge * height / width));
    }

    /** As large as fits within {@code longer} x {@code shorter} at the same ratio, rounded to nearest. */
    public static Size within(int width, int height, int longer, int shorter) {
        double factor =
                Math.min(
                        (double) longer / Math.max(width, height),
                        (double) shorter / Math.min(width, height));
        return new Size(
                Math.max(1, whole(width * factor + 0.5)),
                Math.max(1, whole(height * factor + 0.5)));
    }

    /** Where a piece of {@code wanted} starts in the middle of {@code available}: halves go to even. */
    public static int centred(int available, int wanted) {
        return (int) Math.rint((available - wanted) / 2.0);
    }

    private static int whole(double size) {
        if (size > Integer.MAX_VALUE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the picture is so narrow that its longer edge would exceed 2^31 - 1 px");
        }
        return (int) size;
    }
}
