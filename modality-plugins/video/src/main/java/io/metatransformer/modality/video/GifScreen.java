package io.metatransformer.modality.video;

import io.metatransformer.raster.FileBytes;
import io.metatransformer.raster.GifPixels;
import io.metatransformer.raster.Rows8;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The screen that the pictures of a GIF file are laid on, one after the other. Where it differs from file to file what
 * viewers do, it does what FFmpeg does: places that nothing covers are white, or of the background's colour where the
 * first picture has no transparent one.
 */
final class GifScreen implements Rows8 {
    private static final int WHITE = 0xFFFFFF;
    private static final int CLEAR = 2;
    private static final int BRING_BACK = 3;

    private final GifBlocks blocks;
    private final int[] pixels;
    private boolean blank = true;

    /** What is to be done before the next picture. */
    private Runnable disposal = () -> {};

    GifScreen(GifBlocks blocks) {
        this.blocks = blocks;
        this.pixels = new int[blocks.width() * blocks.height()];
    }

    /** A picture's place on the screen; the size of its data may go beyond. */
    private record Place(int left, int top, int width, int height) {}

    /** Lays the next picture on the screen. */
    void show(GifBlocks.Picture picture) {
        FileBytes file = blocks.file();
        int left = file.u16(picture.at() + 1);
        int top = file.u16(picture.at() + 3);
        int width = orScreen(file.u16(picture.at() + 5), blocks.width());
        int height = orScreen(file.u16(picture.at() + 7), blocks.height());
        int packed = file.u8(picture.at() + 9);
        if (left >= blocks.width() || top >= blocks.height()) {
            throw file.corrupt(
                    "a picture of the GIF file lies at "
                            + left
                            + ", "
                            + top
                            + ", outside of the screen of "
                            + blocks.width()
                            + " x "
                            + blocks.height()
                            + " px");
        }
        int table = GifBlocks.tableSize(packed);
        int[] palette = palette(picture.at() + 10, table);
        int data = picture.at() + 10 + table;
        byte[] indices =
                GifPixels.read(
                        file.part(data, picture.end() - data), width, height, (packed & 0x40) != 0);
        if (blank) {
            boolean coloured = picture.transparent().isEmpty() && blocks.palette().isPresent();
            Arrays.fill(pixels, coloured ? background() : WHITE);
            blank = false;
        }
        disposal.run();
        Place place =
                new Place(
                        left,
                        top,
                        Math.min(width, blocks.width() - left),
                        Math.min(height, blocks.height() - top));
        disposal = disposal(picture, place);
        lay(indices, width, place, palette, picture.transparent());
    }

    private static int orScreen(int size, int screen) {
        return size == 0 || size > screen ? screen : size;
    }

    private int[] palette(int at, int tableSize) {
        FileBytes file = blocks.file();
        if (tableSize > 0) {
            return colours(at, tableSize);
        }
        if (blocks.palette().isEmpty()) {
            throw file.corrupt("a picture of the GIF file has no palette");
        }
        return colours(blocks.palette().getAsInt(), GifBlocks.tableSize(file.u8(10)));
    }

    private int[] colours(int at, int tableSize) {
        int[] colours = new int[256];
        for (int i = 0; i < tableSize / 3; i++) {
            FileBytes file = blocks.file();
            int from = at + 3 * i;
            colours[i] = file.u8(from) << 16 | file.u8(from + 1) << 8 | file.u8(from + 2);
        }
        return colours;
    }

    private int background() {
        return blocks.palette().isEmpty() ? 0 : palette(0, 0)[blocks.background()];
    }

    private Runnable disposal(GifBlocks.Picture picture, Place place) {
        if (picture.disposal() == CLEAR) {
            int colour = picture.transparent().isPresent() ? WHITE : background();
            return () -> {
                for (int y = 0; y < place.height(); y++) {
                    int from = (place.top() + y) * blocks.width() + place.left();
                    Arrays.fill(pixels, from, from + place.width(), colour);
                }
            };
        }
        if (picture.disposal() == BRING_BACK) {
            int[] before = pixels.clone();
            return () -> System.arraycopy(before, 0, pixels, 0, before.length);
        }
        return () -> {};
    }

    private void lay(
            byte[] indices, int stride, Place place, int[] palette, OptionalInt transparent) {
        int hole = transparent.orElse(-1);
        for (int y = 0; y < place.height(); y++) {
            int to = (place.top() + y) * blocks.width() + place.left();
            for (int x = 0; x < place.width(); x++) {
                int index = indices[y * stride + x] & 0xFF;
                if (index != hole) {
                    pixels[to + x] = palette[index];
                }
            }
        }
    }

    @Override
    public int width() {
        return blocks.width();
    }

    @Override
    public int height() {
        return blocks.height();
    }

    @Override
    public int channels() {
        return 3;
    }

    @Override
    public void row(int y, int[] row) {
        int from = y * blocks.width();
        for (int x = 0, at = 0; x < blocks.width(); x++) {
            int rgb = pixels[from + x];
            row[at++] = rgb >> 16;
            row[at++] = rgb >> 8 & 0xFF;
            row[at++] = rgb & 0xFF;
        }
    }
}
