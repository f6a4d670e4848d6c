package io.metatransformer.raster;

import io.metatransformer.api.Origin;
import io.metatransformer.raster.Resize.Region;
import io.metatransformer.raster.Sizes.Size;

/**
 * Where the pixels that are cut into patches lie in a picture.
 *
 * @param sourceWidth of the picture
 * @param sourceHeight of the picture
 * @param resized the picture's size after resizing
 * @param part what is kept of it
 * @param padLeft black columns added before what is kept
 * @param padTop black rows added before what is kept
 * @param width of the result
 * @param height of the result
 */
public record Frame(
        int sourceWidth,
        int sourceHeight,
        Size resized,
        Region part,
        int padLeft,
        int padTop,
        int width,
        int height) {

    /** The frame of a picture that is taken as it is. */
    public static Frame whole(int width, int height) {
        return new Framing(Framing.Rule.NONE, 1, 1, 1, 0).of(width, height);
    }

    /** Resized in the manner of Pillow, kept and padded. */
    public Image8 apply(Rows8 picture, Filter filter) {
        return padded(new Resize(resized.width(), resized.height(), filter, part).apply(picture));
    }

    /** Resized in the manner of OpenCV, kept and padded. */
    public Image8 applyBilinear(Rows8 picture) {
        return padded(BilinearResize.apply(picture, resized.width(), resized.height(), part));
    }

    /**
     * Numbers resized in the manner of Pillow, kept and padded with zeros.
     *
     * @param plane {@code [sourceHeight, sourceWidth]}
     * @return {@code [height, width]}
     */
    public float[] apply(float[] plane, Filter filter) {
        float[] kept =
                new Resize(resized.width(), resized.height(), filter, part)
                        .apply(plane, sourceWidth, sourceHeight);
        if (part.width() == width && part.height() == height) {
            return kept;
        }
        float[] all = new float[Math.multiplyExact(width, height)];
        for (int y = 0; y < part.height(); y++) {
            System.arraycopy(
                    kept, y * part.width(), all, (padTop + y) * width + padLeft, part.width());
        }
        return all;
    }

    private Image8 padded(Image8 kept) {
        return kept.padded(width, height, padLeft, padTop);
    }

    /**
     * Adds what a head needs to answer in the picture's own pixels: its size, and the part of it that the
     * patches of {@code grid} cover.
     */
    public Origin origin(Origin origin, PatchGrid grid) {
        double x = (double) sourceWidth / resized.width();
        double y = (double) sourceHeight / resized.height();
        return origin.with(Origin.WIDTH, sourceWidth)
                .with(Origin.HEIGHT, sourceHeight)
                .with(Origin.CROP_LEFT, (part.left() - padLeft) * x)
                .with(Origin.CROP_TOP, (part.top() - padTop) * y)
                .with(Origin.CROP_WIDTH, grid.cols() * grid.patch() * x)
                .with(Origin.CROP_HEIGHT, grid.rows() * grid.patch() * y);
    }

    /** What a person is told of a picture: {@code 451 × 300 px, RGB; tokens see 300 × 300 px from (76, 0)}. */
    public String caption(String kind) {
        String size = sourceWidth + " × " + sourceHeight + " px, " + kind;
        double x = (double) sourceWidth / resized.width();
        double y = (double) sourceHeight / resized.height();
        long width = Math.round(part.width() * x);
        long height = Math.round(part.height() * y);
        return width == sourceWidth && height == sourceHeight
                ? size
                : size
                        + "; tokens see "
                        + width
                        + " × "
                        + height
                        + " px from ("
                        + Math.round(part.left() * x)
                        + ", "
                        + Math.round(part.top() * y)
                        + ")";
    }
}
