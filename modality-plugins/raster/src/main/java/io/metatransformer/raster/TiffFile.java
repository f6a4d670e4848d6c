package io.metatransformer.raster;

import io.metatransformer.raster.Picture.Form;
import io.metatransformer.raster.Picture.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * The pictures of a TIFF file (TIFF 6.0): whole numbers of 1 to 32 bits and floating-point numbers of 32
 * and 64, any number of samples per pixel, in strips or tiles, contiguous or planar, in either byte order.
 *
 * <p>Read here rather than by a library because every one at hand alters something: NaN and infinities
 * become numbers, bands beyond the first are lost, or a strip that ends early is left black without a word.
 */
final class TiffFile {
    private static final int SUBFILE = 254;
    private static final int COPY = 1 | 4; // a reduced picture, a mask
    private static final int EXTRA_SAMPLES = 338;
    private static final int COLOUR_MAP = 320;

    private static final int WHITE_IS_ZERO = 0;
    private static final int RGB = 2;
    private static final int PALETTE = 3;

    private TiffFile() {}

    static Picture read(FileBytes file, PictureLimits limits) {
        return read(file, TiffDirectory.first(file), limits);
    }

    /** All pages but the reduced copies and masks that some files keep of them. */
    static List<Picture> pages(FileBytes file, PictureLimits limits, int most) {
        List<TiffDirectory> directories =
                TiffDirectory.all(file, most).stream()
                        .filter(page -> (page.value(SUBFILE).orElse(0) & COPY) == 0)
                        .toList();
        long bits = 0;
        for (TiffDirectory directory : directories) {
            bits += TiffLayout.of(file, directory, limits).decodedBits();
            limits.checkMemory(file, directories.size() + " pages", bits / 8);
        }
        List<Picture> pages = new ArrayList<>();
        for (TiffDirectory directory : directories) {
            pages.add(read(file, directory, limits));
        }
        return pages;
    }

    private static Picture read(FileBytes file, TiffDirectory directory, PictureLimits limits) {
        TiffLayout layout = TiffLayout.of(file, directory, limits);
        int photometric = (int) directory.value(262).orElse(1);
        if (photometric > PALETTE) {
            throw file.unsupported(
                    "TIFF of photometric interpretation "
                            + photometric
                            + " is not read; gray, RGB and palette are");
        }
        TiffSamples samples = TiffSamples.of(layout);
        new TiffPieces(file, layout).readInto(samples);
        if (photometric == PALETTE) {
            return palette(file, directory, layout, samples);
        }
        if (photometric == WHITE_IS_ZERO) {
            samples.invert(file);
        }
        Form form = form(file, directory, layout, photometric == RGB ? 3 : 1);
        return picture(layout, form, samples.scaled(), directory);
    }

    private static Form form(
            FileBytes file, TiffDirectory directory, TiffLayout layout, int colours) {
        int channels = layout.channels();
        if (channels < colours) {
            throw file.corrupt("RGB of " + channels + " samples per pixel");
        }
        long[] extra = directory.values(EXTRA_SAMPLES);
        OptionalInt alpha = OptionalInt.empty();
        for (int i = 0; i < extra.length && colours + i < channels && alpha.isEmpty(); i++) {
            if (extra[i] == 1 || extra[i] == 2) {
                alpha = OptionalInt.of(colours + i);
            }
        }
        return new Form(layout.kind(), Math.max(layout.bits(), 8), channels, colours, alpha);
    }

    private static Picture picture(
            TiffLayout layout, Form form, Samples samples, TiffDirectory directory) {
        return new Picture(
                layout.width(),
                layout.height(),
                form,
                samples,
                Samples.Steps.interleaved(layout.width(), layout.channels()),
                Orientation.of(directory));
    }

    private static Picture palette(
            FileBytes file, TiffDirectory directory, TiffLayout layout, TiffSamples indices) {
        long[] map = directory.values(COLOUR_MAP);
        int size = 1 << layout.bits();
        if (layout.bits() > 8 || layout.channels() != 1 || layout.kind() != Kind.UNSIGNED) {
            throw file.unsupported(
                    "TIFF palettes are read with one index of up to 8 bits per pixel");
        }
        if (map.length != 3 * size) {
            throw file.corrupt(
                    "a palette of " + map.length + " values, " + 3 * size + " are expected");
        }
        byte[] colours = new byte[3 * layout.width() * layout.height()];
        for (int i = 0; i < colours.length; i++) {
            colours[i] = (byte) (map[i % 3 * size + indices.whole(i / 3)] >> 8);
        }
        return new Picture(
                layout.width(),
                layout.height(),
                Form.unsigned(8, 3),
                Samples.of(colours),
                Samples.Steps.interleaved(layout.width(), 3),
                Orientation.of(directory));
    }
}
