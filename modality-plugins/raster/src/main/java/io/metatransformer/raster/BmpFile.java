package io.metatransformer.raster;

import java.nio.ByteOrder;
import java.util.Set;

/** The header of a BMP file (BITMAPCOREHEADER, BITMAPINFOHEADER and its successors). */
final class BmpFile {
    private static final int FILE_HEADER = 14;
    private static final int CORE = 12;
    private static final Set<Integer> HEADERS = Set.of(CORE, 40, 52, 56, 64, 108, 124);

    private BmpFile() {}

    static boolean recognises(FileBytes head) {
        FileBytes file = head.order(ByteOrder.LITTLE_ENDIAN);
        return file.startsWith("BM")
                && file.length() >= 18
                && HEADERS.contains(file.i32(FILE_HEADER));
    }

    static Outline outline(FileBytes bytes, PictureLimits limits) {
        FileBytes file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        boolean core = file.i32(FILE_HEADER) == CORE;
        long width = core ? file.u16(18) : file.i32(18);
        // A negative height says that rows run from the top.
        long height = Math.abs((long) (core ? file.u16(20) : file.i32(22)));
        int bits = file.u16(core ? 24 : 28);
        limits.check(file, width, height, Math.max(bits, 8), 3);

        long compression = core ? 0 : file.u32(30);
        if (compression == 4 || compression == 5) {
            throw file.unsupported("BMP files that hold a JPEG or PNG file are not read");
        }
        boolean runs = compression == 1 || compression == 2;
        long start = file.u32(10);
        long needed = runs ? 1 : (width * bits + 31) / 32 * 4 * height;
        if (start + needed > file.length()) {
            throw file.truncated(
                    "the rows take bytes "
                            + start
                            + " to "
                            + (start + needed)
                            + " of "
                            + file.length());
        }
        return Outline.of(file.slice(0, file.length()), Orientation.UPRIGHT);
    }
}
