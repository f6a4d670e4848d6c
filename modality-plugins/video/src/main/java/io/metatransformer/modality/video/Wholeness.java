package io.metatransformer.modality.video;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.raster.FileBytes;
import java.nio.ByteOrder;

/**
 * Whether a file is as long as its own structure says. FFmpeg reads a file that was cut as far as it goes and does
 * not tell.
 */
final class Wholeness {
    private static final String SEGMENT = "\u0018\u0053\u0080\u0067";

    private Wholeness() {}

    /**
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#TRUNCATED} for a file that ends
     *     early, {@link io.metatransformer.api.ErrorCode#CORRUPT} for sizes that make no sense
     */
    static void require(FileBytes file, FilmFormat format) {
        switch (format) {
            case MP4 -> mp4(file);
            case MATROSKA -> matroska(file);
            case AVI -> avi(file);
            default -> throw new IllegalArgumentException(format + " is not FFmpeg's");
        }
    }

    /** Boxes one after the other, each led by its length; 'moov' says where frames are and may come last. */
    private static void mp4(FileBytes file) {
        boolean index = false;
        long at = 0;
        while (file.length() - at >= 8) {
            long size = file.u32(at);
            String type = file.tag(at + 4);
            if (size == 1) {
                size = file.u32(at + 8) << 32 | file.u32(at + 12);
            }
            index |= type.equals("moov");
            if (size == 0) { // to the end
                break;
            }
            boolean known = type.equals("moov") || type.equals("mdat") || type.equals("moof");
            if (size < 8) {
                if (index && !known) { // something else after the film
                    break;
                }
                throw file.corrupt(
                        "the box at byte " + at + " says that it has " + size + " bytes");
            }
            if (size > file.length() - at && (known || !index)) {
                throw file.truncated(
                        "the file has "
                                + file.length()
                                + " bytes, its box '"
                                + printable(type)
                                + "' ends at "
                                + (at + size));
            }
            at += size;
        }
        if (!index) {
            throw file.truncated(
                    "the index 'moov' is missing: the file ends before it was written");
        }
    }

    private static String printable(String type) {
        return type.chars().allMatch(c -> c >= ' ' && c < 127) ? type : "?";
    }

    /** A head and a segment, each led by its length; a segment written as a stream does not tell its own. */
    private static void matroska(FileBytes file) {
        long at = 4;
        at += lengthBytes(file, at) + number(file, at);
        while (file.length() - at >= 12 && !file.text(at, 4).equals(SEGMENT)) {
            int id = Integer.numberOfLeadingZeros(file.u8(at)) - 24 + 1;
            at += id;
            at += lengthBytes(file, at) + number(file, at);
        }
        if (file.length() - at < 12) {
            throw file.truncated("the Matroska file ends before its segment");
        }
        at += 4;
        int bytes = lengthBytes(file, at);
        long size = number(file, at);
        boolean unknown = size == (1L << 7 * bytes) - 1;
        if (!unknown && size > file.length() - at - bytes) {
            throw file.truncated(
                    "the file has "
                            + file.length()
                            + " bytes, its segment ends at "
                            + (at + bytes + size));
        }
    }

    /** Bytes of a number whose leading zero bits say how many follow. */
    private static int lengthBytes(FileBytes file, long at) {
        int first = file.u8(at);
        if (first == 0) {
            throw file.corrupt("byte " + at + " of the Matroska file starts no number");
        }
        return Integer.numberOfLeadingZeros(first) - 24 + 1;
    }

    private static long number(FileBytes file, long at) {
        int bytes = lengthBytes(file, at);
        long number = file.u8(at) & (0xFF >> bytes);
        for (int i = 1; i < bytes; i++) {
            number = number << 8 | file.u8(at + i);
        }
        return number;
    }

    private static void avi(FileBytes bytes) {
        FileBytes file = bytes.order(ByteOrder.LITTLE_ENDIAN);
        long size = file.u32(4);
        boolean unknown = size == 0 || size == 0xFFFFFFFFL;
        // Some writers count the 8 bytes before it, too.
        if (!unknown && size > file.length()) {
            throw file.truncated(
                    "the file has " + file.length() + " bytes, its header says " + (size + 8));
        }
    }
}
