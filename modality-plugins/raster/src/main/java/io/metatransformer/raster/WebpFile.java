package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The chunks of a WebP file (RFC 9649). Kept are the pixels and their alpha; left out are colour profiles,
 * which are not to be applied, and texts.
 */
final class WebpFile {
    private static final int HEADER = 12;
    private static final int ALPHA = 0x10;
    private static final int ANIMATION = 0x02;

    private final FileBytes file;
    private final ByteBuffer kept;
    private int orientation = Orientation.UPRIGHT;

    private WebpFile(FileBytes file) {
        this.file = file;
        this.kept = ByteBuffer.allocate(file.length() + 1).order(ByteOrder.LITTLE_ENDIAN);
    }

    static Outline outline(FileBytes bytes, PictureLimits limits) {
        return new WebpFile(bytes.order(ByteOrder.LITTLE_ENDIAN)).read(limits);
    }

    private Outline read(PictureLimits limits) {
        long end = 8 + file.u32(4);
        if (end > file.length()) {
            throw file.truncated(
                    "the WebP header says " + end + " bytes, the file has " + file.length());
        }
        kept.put(file.slice(0, HEADER));
        boolean pixels = false;
        for (long at = HEADER; at + 8 <= end; ) {
            String type = file.tag(at);
            long length = file.u32(at + 4);
            if (at + 8 + length > end) {
                throw file.truncated("a WebP chunk of " + length + " bytes starts at byte " + at);
            }
            FileBytes body = file.part(at + 8, length);
            switch (type) {
                case "VP8X" -> {
                    limits.check(file, u24(body, 4) + 1, u24(body, 7) + 1, 32, 4);
                    keep(at, length);
                    kept.put(kept.position() - (int) (length + (length & 1)), flags(body));
                }
                case "VP8 ", "VP8L" -> {
                    checkSize(body, type, limits);
                    keep(at, length);
                    pixels = true;
                }
                case "ALPH" -> keep(at, length);
                case "EXIF" -> orientation = Orientation.ofExif(withoutPrefix(body));
                default -> {}
            }
            at += 8 + length + (length & 1);
        }
        if (!pixels) {
            throw file.corrupt("the WebP file holds no picture");
        }
        kept.putInt(4, kept.position() - 8);
        return Outline.of(kept.flip().slice(), orientation);
    }

    private void keep(long at, long length) {
        kept.put(file.slice(at, 8 + length));
        if ((length & 1) == 1) {
            kept.put((byte) 0);
        }
    }

    private byte flags(FileBytes extended) {
        int flags = extended.u8(0);
        if ((flags & ANIMATION) != 0) {
            throw file.refusal(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "animated WebP is not read as a picture; a WebP file of one picture is");
        }
        return (byte) (flags & ALPHA);
    }

    /** Lossy: RFC 6386, 9.1; lossless: the WebP lossless bitstream, 3. */
    private void checkSize(FileBytes body, String type, PictureLimits limits) {
        if (type.equals("VP8 ")) {
            limits.check(file, body.u16(6) & 0x3FFF, body.u16(8) & 0x3FFF, 32, 4);
        } else {
            long bits = body.u32(1);
            limits.check(file, (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1, 32, 4);
        }
    }

    private static long u24(FileBytes body, int at) {
        return body.u16(at) | body.u8(at + 2) << 16;
    }

    /** Some writers keep the mark that EXIF blocks carry in JPEG files. */
    private static FileBytes withoutPrefix(FileBytes body) {
        return body.startsWith("Exif\0\0") ? body.part(6, body.length() - 6) : body;
    }
}
