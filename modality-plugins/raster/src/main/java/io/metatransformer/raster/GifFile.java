package io.metatransformer.raster;

import io.metatransformer.raster.Outline.Canvas;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The first picture of a GIF file (GIF89a specification, 1990). It is laid on the file's logical screen;
 * what it does not cover has the transparent colour's index, or 0.
 */
final class GifFile {
    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;

    private GifFile() {}

    static Outline outline(FileBytes bytes, PictureLimits limits) {
        FileBytes file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        int tableEnd = HEADER + tableSize(file.u8(10));
        int fill = 0;
        int at = tableEnd;
        while (file.u8(at) != IMAGE) {
            if (file.u8(at) == TRAILER) {
                throw file.corrupt("the GIF file holds no picture");
            }
            if (file.u8(at) != EXTENSION) {
                throw file.corrupt("byte " + at + " of the GIF file starts no block");
            }
            if (file.u8(at + 1) == GRAPHIC_CONTROL && (file.u8(at + 3) & 1) == 1) {
                fill = file.u8(at + 6);
            }
            at = blocksEnd(file, at + 2);
        }
        int left = file.u16(at + 1);
        int top = file.u16(at + 3);
        int width = file.u16(at + 5);
        int height = file.u16(at + 7);
        limits.check(file, width, height, 8, 1);
        Canvas canvas =
                new Canvas(
                        Math.max(file.u16(6), left + width),
                        Math.max(file.u16(8), top + height),
                        left,
                        top,
                        fill);
        limits.check(file, canvas.width(), canvas.height(), 24, 3);

        int end = blocksEnd(file, at + 10 + tableSize(file.u8(at + 9)) + 1);
        ByteBuffer kept = ByteBuffer.allocate(tableEnd + end - at + 1);
        kept.put(file.slice(0, tableEnd)).put(file.slice(at, end - at)).put((byte) TRAILER);
        boolean covers = canvas.width() == width && canvas.height() == height;
        return new Outline(
                kept.flip(), Orientation.UPRIGHT, covers ? Optional.empty() : Optional.of(canvas));
    }

    /** Bytes of the colour table that a packed field announces. */
    private static int tableSize(int packed) {
        return (packed & 0x80) == 0 ? 0 : 3 << (packed & 7) + 1;
    }

    /** The byte after a run of data blocks, each led by its length, ended by one of length 0. */
    private static int blocksEnd(FileBytes file, int at) {
        int next = at;
        int length;
        while ((length = file.u8(next)) != 0) {
            next += 1 + length;
        }
        return next + 1;
    }
}
