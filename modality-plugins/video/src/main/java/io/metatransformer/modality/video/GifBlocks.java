package io.metatransformer.modality.video;

import io.metatransformer.raster.FileBytes;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * What a GIF file says before any pixel is unpacked (GIF89a specification, 1990): its screen, and where each picture
 * lies in the file and on the screen.
 *
 * @param width of the screen, in pixels
 * @param height of the screen, in pixels
 * @param palette where the common palette starts and how many bytes it has; absent if there is none
 * @param background colour of the screen, an index of that palette
 * @param pictures in the order of their presentation
 */
record GifBlocks(
        FileBytes file,
        int width,
        int height,
        OptionalInt palette,
        int background,
        List<Picture> pictures) {

    private static final int HEADER = 13;
    private static final int EXTENSION = 0x21;
    private static final int GRAPHIC_CONTROL = 0xF9;
    private static final int IMAGE = 0x2C;
    private static final int TRAILER = 0x3B;

    /** Viewers take a shorter one for a mistake. */
    private static final int SHORTEST_DELAY = 2;

    private static final int USUAL_DELAY = 10;

    /**
     * @param at its descriptor, in the file
     * @param end of its data, in the file
     * @param transparent index that leaves what is on the screen
     * @param disposal what becomes of it afterwards: 2 clears it, 3 brings back what was before
     * @param delay until the next one, in hundredths of a second
     */
    record Picture(int at, int end, OptionalInt transparent, int disposal, int delay) {}

    /**
     * @param lenient whether a file that ends early is read as far as it goes
     * @throws io.metatransformer.api.MetaTransformerException with {@link
     *     io.metatransformer.api.ErrorCode#TRUNCATED} or {@link io.metatransformer.api.ErrorCode#CORRUPT}, and
     *     past the limits
     */
    static GifBlocks of(FileBytes bytes, FilmLimits limits, boolean lenient) {
        FileBytes file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        limits.checkSize(file.name(), file.u16(6), file.u16(8));
        int packed = file.u8(10);
        boolean common = (packed & 0x80) != 0;
        List<Picture> pictures = new ArrayList<>();
        GifBlocks blocks =
                new GifBlocks(
                        file,
                        file.u16(6),
                        file.u16(8),
                        common ? OptionalInt.of(HEADER) : OptionalInt.empty(),
                        file.u8(11),
                        pictures);
        blocks.collect(HEADER + tableSize(packed), limits, lenient);
        return blocks;
    }

    private void collect(int from, FilmLimits limits, boolean lenient) {
        OptionalInt transparent = OptionalInt.empty();
        int disposal = 0;
        int delay = 0;
        int at = from;
        while (!(lenient && at >= file.length()) && file.u8(at) != TRAILER) {
            int kind = file.u8(at);
            if (kind == EXTENSION) {
                if (file.u8(at + 1) == GRAPHIC_CONTROL && file.u8(at + 2) == 4) {
                    int flags = file.u8(at + 3);
                    disposal = (flags >> 2 & 7) > 3 ? 0 : flags >> 2 & 7;
                    delay = file.u16(at + 4);
                    transparent =
                            (flags & 1) == 1
                                    ? OptionalInt.of(file.u8(at + 6))
                                    : OptionalInt.empty();
                }
                at = blocksEnd(at + 2, lenient);
            } else if (kind == IMAGE) {
                int data = at + 10 + tableSize(file.u8(at + 9));
                int end = blocksEnd(data + 1, lenient);
                if (end > file.length()) {
                    return;
                }
                limits.checkCount(file.name(), pictures.size() + 1);
                pictures.add(new Picture(at, end, transparent, disposal, shown(delay)));
                transparent = OptionalInt.empty();
                disposal = 0;
                delay = 0;
                at = end;
            } else {
                throw file.corrupt("byte " + at + " of the GIF file starts no block");
            }
        }
    }

    private static int shown(int delay) {
        return delay < SHORTEST_DELAY ? USUAL_DELAY : delay;
    }

    /** Bytes of the colour table that a packed field announces. */
    static int tableSize(int packed) {
        return (packed & 0x80) == 0 ? 0 : 3 << (packed & 7) + 1;
    }

    /** The byte after a run of data blocks, each led by its length, ended by one of length 0. */
    private int blocksEnd(int from, boolean lenient) {
        int at = from;
        while (true) {
            if (lenient && at >= file.length()) {
                return file.length() + 1;
            }
            int length = file.u8(at);
            if (length == 0) {
                return at + 1;
            }
            at += 1 + length;
        }
    }
}
