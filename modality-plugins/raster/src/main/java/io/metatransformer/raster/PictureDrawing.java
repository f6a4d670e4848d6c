package io.metatransformer.raster;

import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Thumbnail;
import java.util.Locale;

/** Draws pictures small, for a person: what was read, not what patches become. */
final class PictureDrawing {
    /** Places of a source that a thumbnail takes at most; the pixels of a larger one are left out evenly. */
    private static final int PLACES = 4;

    private PictureDrawing() {}

    /** Colours or gray of 8 bits. */
    static Preview of(Rows8 rows, Frame frame) {
        int width = rows.width();
        int height = rows.height();
        int step =
                Math.max(
                        1,
                        Math.max(
                                width / (PLACES * Thumbnail.MAX_WIDTH),
                                height / (PLACES * Thumbnail.MAX_HEIGHT)));
        int w = (width + step - 1) / step;
        int h = (height + step - 1) / step;
        int[] rgb = new int[w * h];
        int[] row = new int[width * rows.channels()];
        for (int y = 0, to = 0; y < h; y++) {
            rows.row(y * step, row);
            for (int x = 0; x < w; x++) {
                rgb[to++] = rgb(row, x * step * rows.channels(), rows.channels());
            }
        }
        String kind = rows.channels() == 1 ? "gray" : "RGB";
        return Thumbnail.of(w, h, (x, y) -> rgb[y * w + x]).toPreview(frame.caption(kind));
    }

    private static int rgb(int[] row, int at, int channels) {
        int green = channels == 1 ? at : at + 1;
        int blue = channels == 1 ? at : at + 2;
        return row[at] << 16 | row[green] << 8 | row[blue];
    }

    /** Gray from 0 to 1, {@code [height, width]}. */
    static Preview of(float[] unit, Frame frame) {
        int width = frame.sourceWidth();
        return Thumbnail.gray(width, frame.sourceHeight(), 0, 1, (x, y) -> unit[y * width + x])
                .toPreview(frame.caption("gray"));
    }

    /** Numbers of any range: the first three channels, or the first alone, from smallest to largest. */
    static Preview of(Planes planes) {
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
        return Thumbnail.of(
                        planes.width(),
                        planes.height(),
                        (x, y) -> {
                            int at = y * planes.width() + x;
                            return level(values[at], dark, scale) << 16
                                    | level(values[green + at], dark, scale) << 8
                                    | level(values[blue + at], dark, scale);
                        })
                .toPreview(
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
}
