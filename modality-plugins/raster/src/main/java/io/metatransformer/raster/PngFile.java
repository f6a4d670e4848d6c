package io.metatransformer.raster;

import java.nio.ByteBuffer;
import java.util.Set;
import java.util.zip.CRC32;

/**
 * The chunks of a PNG file (ISO/IEC 15948, section 5): all are measured and their checksums compared, which
 * the JDK's reader does not do, and those that make the picture are kept. Compressed texts and profiles, which
 * that reader would inflate whatever their size, are left out.
 */
final class PngFile {
    private static final int SIGNATURE = 8;
    private static final int CHUNK = 12;
    private static final int PALETTE = 3;
    private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /** A deflate stream is at most this much shorter than what it holds: 258 bytes in 2 bits. */
    private static final long MAX_DEFLATE = 1032;

    private PngFile() {}

    static Outline outline(FileBytes file, PictureLimits limits) {
        if (file.u32(SIGNATURE) != 13 || !file.tag(SIGNATURE + 4).equals("IHDR")) {
            throw file.corrupt("a PNG file starts with a chunk IHDR of 13 bytes");
        }
        long width = file.u32(SIGNATURE + 8);
        long height = file.u32(SIGNATURE + 12);
        int colourType = file.u8(SIGNATURE + 17);
        int bits = file.u8(SIGNATURE + 16) * samples(file, colourType);
        limits.check(file, width, height, colourType == PALETTE ? 32 : Math.max(bits, 8), 4);

        ByteBuffer kept = ByteBuffer.allocate(file.length());
        kept.put(file.slice(0, SIGNATURE));
        int orientation = Orientation.UPRIGHT;
        long data = 0;
        String type = "";
        for (long at = SIGNATURE; !type.equals("IEND"); ) {
            if (at == file.length()) {
                throw file.truncated("the PNG file ends before its chunk IEND");
            }
            long length = file.u32(at);
            type = file.tag(at + 4);
            FileBytes body = body(file, at + 8, length, type);
            if (KEPT.contains(type)) {
                kept.put(file.slice(at, length + CHUNK));
            }
            if (type.equals("IDAT")) {
                data += length;
            } else if (type.equals("eXIf")) {
                orientation = Orientation.ofExif(body);
            }
            at += length + CHUNK;
        }
        if (width * height / 8 * bits > MAX_DEFLATE * data + MAX_DEFLATE) {
            throw file.truncated(
                    data
                            + " bytes of data cannot hold the "
                            + width
                            + " x "
                            + height
                            + " px that the header says");
        }
        return Outline.of(kept.flip(), orientation);
    }

    private static FileBytes body(FileBytes file, long at, long length, String type) {
        if (length > file.length() - at - 4) {
            throw file.truncated(
                    "a chunk "
                            + printable(type)
                            + " of "
                            + length
                            + " bytes starts at byte "
                            + (at - 8)
                            + " of "
                            + file.length());
        }
        CRC32 crc = new CRC32();
        crc.update(file.slice(at - 4, length + 4));
        if (crc.getValue() != file.u32(at + length)) {
            throw file.corrupt("the checksum of chunk " + printable(type) + " is wrong");
        }
        return file.part(at, length);
    }

    private static String printable(String type) {
        return type.chars().allMatch(Character::isLetterOrDigit) ? type : "of an unknown type";
    }

    private static int samples(FileBytes file, int colourType) {
        return switch (colourType) {
            case 0, PALETTE -> 1;
            case 2 -> 3;
            case 4 -> 2;
            case 6 -> 4;
            default -> throw file.corrupt("a PNG file of colour type " + colourType);
        };
    }
}
