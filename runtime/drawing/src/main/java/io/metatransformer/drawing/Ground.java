package io.metatransformer.drawing;

import io.metatransformer.api.Backdrop;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * A picture on a sheet: what the user's pixels become there. Small pictures are enlarged by a whole number, so that
 * every pixel of theirs stays a square.
 *
 * @param width on the sheet, px
 * @param height on the sheet, px
 * @param userWidth in the pixels in which answers count
 * @param userHeight likewise
 * @param picture absent for blank paper
 */
record Ground(
        int width, int height, int userWidth, int userHeight, Optional<Backdrop.Picture> picture) {

    /** Smaller pictures are enlarged. */
    private static final int LEAST = 480;

    static Ground of(Backdrop.Picture picture) {
        int times = enlarged(picture.width(), picture.height());
        return new Ground(
                picture.width() * times,
                picture.height() * times,
                picture.userWidth(),
                picture.userHeight(),
                Optional.of(picture));
    }

    /** Blank paper in the place of a picture of that size. */
    static Ground blank(int userWidth, int userHeight) {
        double shrink = Math.max(1, (double) Math.max(userWidth, userHeight) / Drawing.SIDE);
        int width = Math.max(1, (int) (userWidth / shrink));
        int height = Math.max(1, (int) (userHeight / shrink));
        int times = enlarged(width, height);
        return new Ground(width * times, height * times, userWidth, userHeight, Optional.empty());
    }

    private static int enlarged(int width, int height) {
        return Math.max(1, LEAST / Math.max(width, height));
    }

    /** Column of the sheet, counted from the picture's left, of an edge in the user's pixels. */
    int x(double userX) {
        return (int) Math.round(Math.max(0, Math.min(userWidth, userX)) * width / userWidth);
    }

    int y(double userY) {
        return (int) Math.round(Math.max(0, Math.min(userHeight, userY)) * height / userHeight);
    }

    void draw(Sheet sheet, int left, int top) {
        if (picture.isEmpty()) {
            sheet.fill(Palette.FAINT, left, top, width, height);
            return;
        }
        Backdrop.Picture source = picture.get();
        ByteBuffer rgb = source.rgb();
        for (int y = 0; y < height; y++) {
            int row = (int) ((long) y * source.height() / height) * source.width();
            for (int x = 0; x < width; x++) {
                int at = 3 * (row + (int) ((long) x * source.width() / width));
                sheet.image.setRGB(left + x, top + y, colour(rgb, at));
            }
        }
    }

    private static int colour(ByteBuffer rgb, int at) {
        return (rgb.get(at) & 0xff) << 16 | (rgb.get(at + 1) & 0xff) << 8 | rgb.get(at + 2) & 0xff;
    }
}
