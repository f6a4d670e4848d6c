package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;

/**
 * The segments of a JPEG file (ITU-T T.81, annex B), up to the end of its first picture. Kept are those
 * that make the picture, with the two markers that say how colours are stored (JFIF, Adobe); left out are colour
 * profiles, which are not to be applied, comments, EXIF and thumbnails.
 */
final class JpegFile {
    private static final int SOI = 0xD8;
    private static final int EOI = 0xD9;
    private static final int SOS = 0xDA;
    private static final int APP0 = 0xE0;
    private static final int APP1 = 0xE1;
    private static final int APP14 = 0xEE;
    private static final int APP15 = 0xEF;
    private static final int COM = 0xFE;

    /** Each scan may cost as much as decoding the whole picture, and can be written in a few bytes. */
    private static final int MAX_SCANS = 100;

    /** The shortest code of a block of 8 x 8 is 1 bit. */
    private static final long MAX_PIXELS_PER_BYTE = 64 * 8;

    private final FileBytes file;
    private final PictureLimits limits;
    private final ByteBuffer kept;
    private int orientation = Orientation.UPRIGHT;
    private long pixels;
    private int scans;

    private JpegFile(FileBytes file, PictureLimits limits) {
        this.file = file;
        this.limits = limits;
        this.kept = ByteBuffer.allocate(file.length());
    }

    static Outline outline(FileBytes file, PictureLimits limits) {
        return new JpegFile(file, limits).read();
    }

    private Outline read() {
        kept.put(file.slice(0, 2));
        int at = 2;
        while (true) {
            at = marker(at);
            int marker = file.u8(at + 1);
            if (marker == EOI) {
                kept.put(file.slice(at, 2));
                break;
            }
            if (marker == SOI || standsAlone(marker)) {
                at += 2;
                continue;
            }
            at = segment(at, marker);
        }
        if (scans == 0 || pixels == 0) {
            throw file.corrupt("the JPEG file holds no picture");
        }
        if (pixels > MAX_PIXELS_PER_BYTE * file.length()) {
            throw file.truncated(
                    file.length()
                            + " bytes cannot hold the "
                            + pixels
                            + " pixels that the header says");
        }
        return Outline.of(kept.flip(), orientation);
    }

    /** Where the next marker stands, from {@code at} on; what lies before it is noise that decoders skip. */
    private int marker(int at) {
        int end = file.length() - 1;
        for (int i = at; i < end; i++) {
            if (file.u8(i) == 0xFF && file.u8(i + 1) != 0xFF && file.u8(i + 1) != 0) {
                return i;
            }
        }
        throw file.truncated("the JPEG file ends before its end-of-image marker");
    }

    private int segment(int at, int marker) {
        int length = file.u16(at + 2);
        if (length < 2) {
            throw file.corrupt("a JPEG segment of " + length + " bytes");
        }
        FileBytes body = file.part(at + 4, length - 2);
        int end = at + 2 + length;
        if (isFrame(marker)) {
            frame(body, marker);
        } else if (marker == APP1 && body.startsWith("Exif\0\0")) {
            orientation = Orientation.ofExif(body.part(6, body.length() - 6));
        } else if (marker == SOS) {
            end = scan(end);
        }
        if (isPicture(body, marker)) {
            kept.put(file.slice(at, end - at));
        }
        return end;
    }

    /** The byte after the entropy-coded data of a scan, which may hold restart markers. */
    private int scan(int at) {
        if (++scans > MAX_SCANS) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED,
                    "the JPEG file has more than " + MAX_SCANS + " scans");
        }
        int next = marker(at);
        while (standsAlone(file.u8(next + 1))) {
            next = marker(next + 2);
        }
        return next;
    }

    private void frame(FileBytes body, int marker) {
        if (pixels != 0) {
            throw file.corrupt("the JPEG file has two frame headers");
        }
        int bits = body.u8(0);
        int height = body.u16(1);
        int width = body.u16(3);
        int components = body.u8(5);
        boolean lossless = marker == 0xC3;
        if (marker > 0xC3) {
            throw file.unsupported(
                    "JPEG with arithmetic coding or in a hierarchy is not read; baseline, progressive and"
                            + " lossless are");
        }
        if (bits != 8 && !(lossless && bits <= 16)) {
            throw file.unsupported("JPEG of " + bits + " bits is not read; 8 bits are");
        }
        if (components != 1 && components != 3 && components != 4) {
            throw file.unsupported(
                    "JPEG of " + components + " components is not read; 1, 3 or 4 are");
        }
        limits.check(file, width, height, (long) components * (bits > 8 ? 16 : 8), components);
        pixels = (long) width * height;
    }

    private static boolean standsAlone(int marker) {
        return marker >= 0xD0 && marker <= 0xD7 || marker == 0x01;
    }

    private static boolean isFrame(int marker) {
        return marker >= 0xC0
                && marker <= 0xCF
                && marker != 0xC4
                && marker != 0xC8
                && marker != 0xCC;
    }

    private static boolean isPicture(FileBytes body, int marker) {
        if (marker >= APP0 && marker <= APP15) {
            return marker == APP0 && body.startsWith("JFIF\0") && body.length() >= 14
                    || marker == APP14 && body.startsWith("Adobe");
        }
        return marker != COM;
    }
}
