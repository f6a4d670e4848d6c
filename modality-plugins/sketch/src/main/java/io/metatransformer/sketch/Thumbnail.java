package io.metatransformer.sketch;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.Preview;
import java.nio.ByteBuffer;
import java.util.function.IntBinaryOperator;

/**
 * A picture made small: each pixel is the mean of the square of the source that it covers, taken at up to
 * 16 places. Never enlarged.
 */
public final class Thumbnail {

    /** Sides that a thumbnail fits into, px. */
    public static final int MAX_WIDTH = 280;

    public static final int MAX_HEIGHT = 220;

    private static final int PLACES = 4;

    private final byte[] rgb;
    private final int width;
    private final int height;

    private Thumbnail(byte[] rgb, int width, int height) {
        this.rgb = rgb;
        this.width = width;
        this.height = height;
    }

    /**
     * @param rgb colour at {@code (x, y)}: red in bits 16–23, green in 8–15, blue in 0–7; asked for places
     *     inside the picture only
     */
    public static Thumbnail of(int width, int height, IntBinaryOperator rgb) {
        return of(width, height, MAX_WIDTH, MAX_HEIGHT, rgb);
    }

    /** As above, within other sides. */
    public static Thumbnail of(
            int width, int height, int maxWidth, int maxHeight, IntBinaryOperator rgb) {
        double shrink =
                Math.max(1, Math.max((double) width / maxWidth, (double) height / maxHeight));
        int w = Math.max(1, (int) (width / shrink));
        int h = Math.max(1, (int) (height / shrink));
        byte[] pixels = new byte[3 * w * h];
        for (int y = 0; y < h; y++) {
            for (int x = 0; x < w; x++) {
                mean(pixels, 3 * (y * w + x), x, y, (double) width / w, (double) height / h, rgb);
            }
        }
        return new Thumbnail(pixels, w, h);
    }

    /**
     * Grey values between two bounds, darkest to brightest; what is not finite is black.
     *
     * @param low value at black
     * @param high value at white; where it equals {@code low}, what is greater is white
     */
    public static Thumbnail gray(int width, int height, float low, float high, FloatAt value) {
        float span = high - low;
        return of(
                width,
                height,
                (x, y) -> {
                    float v = (value.at(x, y) - low) / span;
                    int level = Math.round(255 * Math.max(0, Math.min(1, v))); // NaN rounds to 0
                    return level << 16 | level << 8 | level;
                });
    }

    /** A value at a place of a picture. */
    @FunctionalInterface
    public interface FloatAt {
        float at(int x, int y);
    }

    private static void mean(
            byte[] pixels,
            int at,
            int x,
            int y,
            double stepX,
            double stepY,
            IntBinaryOperator source) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int j = 0; j < PLACES; j++) {
            for (int i = 0; i < PLACES; i++) {
                int rgb =
                        source.applyAsInt(
                                (int) ((x + (i + 0.5) / PLACES) * stepX),
                                (int) ((y + (j + 0.5) / PLACES) * stepY));
                red += rgb >> 16 & 0xff;
                green += rgb >> 8 & 0xff;
                blue += rgb & 0xff;
            }
        }
        int places = PLACES * PLACES;
        pixels[at] = (byte) (red / places);
        pixels[at + 1] = (byte) (green / places);
        pixels[at + 2] = (byte) (blue / places);
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The file, for {@link Svg#picture}. */
    public byte[] png() {
        return Png.write(rgb, width, height);
    }

    public Preview toPreview(String caption) {
        return Preview.png(png(), caption.replaceAll("\\R", " "));
    }

    /**
     * This, for an answer to be drawn upon.
     *
     * @param userWidth of the picture in which the answer counts its pixels
     * @param userHeight likewise
     */
    public Backdrop.Picture toBackdrop(int userWidth, int userHeight) {
        return new Backdrop.Picture(width, height, userWidth, userHeight, ByteBuffer.wrap(rgb));
    }
}
