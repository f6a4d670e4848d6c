package io.metatransformer.raster;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Thumbnail;
import java.util.Locale;
import java.util.function.IntBinaryOperator;

/**
 * A picture for a person: what was read, not what patches become. For one thread.
 *
 * @param width of the picture, as the user sees it
 * @param height likewise
 * @param rgb colour at {@code (x, y)}: red in bits 16–23, green in 8–15, blue in 0–7; quick where {@code y} hardly
 *     changes
 * @param caption what is to be seen
 */
public record PictureDrawing(int width, int height, IntBinaryOperator rgb, String caption) {

    /** Colours or gray of 8 bits. */
    public static PictureDrawing of(Rows8 rows, Frame frame) {
        return new PictureDrawing(
                rows.width(),
                rows.height(),
                new RecentRows(rows),
                frame.caption(rows.channels() == 1 ? "gray" : "RGB"));
    }

    /** Gray from 0 to 1, {@code [height, width]}. */
    static PictureDrawing of(float[] unit, Frame frame) {
        int width = frame.sourceWidth();
        return new PictureDrawing(
                width,
                frame.sourceHeight(),
                (x, y) -> {
                    float value = Math.max(0, Math.min(1, unit[y * width + x]));
                    return 0x010101 * Math.round(255 * value); // NaN rounds to 0
                },
                frame.caption("gray"));
    }

    /** Numbers of any range: the first three channels, or the first alone, from smallest to largest. */
    static PictureDrawing of(Planes planes) {
        float[] values = planes.values();
        float low = Float.POSITIVE_INFINITY;
        float high = Float.NEGATIVE_INFINITY;
        for (float value : values) {
            low = Math.min(low, value);
            high = Math.max(high, value);
        }
        int plane = planes.width() * planes.height();
        int green = planes.channels() < 3 ? 0 : plane;
        int blue = planes.channels() < 3 ? 0 : 2 * plane;
        float dark = low;
        float scale = high > low ? 255 / (high - low) : 0;
        return new PictureDrawing(
                planes.width(),
                planes.height(),
                (x, y) -> {
                    int at = y * planes.width() + x;
                    return level(values[at], dark, scale) << 16
                            | level(values[green + at], dark, scale) << 8
                            | level(values[blue + at], dark, scale);
                },
                String.format(
                        Locale.ROOT,
                        "%d × %d numbers of %d channels, %.3g (black) to %.3g",
                        planes.width(),
                        planes.height(),
                        planes.channels(),
                        low,
                        high));
    }

    private static int level(float value, float dark, float scale) {
        return Math.round((value - dark) * scale);
    }

    Preview preview() {
        return Thumbnail.of(width, height, rgb).toPreview(caption);
    }

    /** @param side most pixels of an edge */
    public Backdrop.Picture backdrop(int side) {
        return Thumbnail.of(width, height, side, side, rgb).toBackdrop(width, height);
    }
}
