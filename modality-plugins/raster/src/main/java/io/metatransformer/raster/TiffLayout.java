package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.raster.Picture.Kind;
import java.util.Arrays;

/**
 * How the samples of a TIFF picture are stored: in pieces (strips or tiles) of equal size, row by row from
 * the top left, for planar files one channel after the other. Checked against the file and the limits.
 *
 * @param bits per sample
 * @param channels samples per pixel
 * @param planar whether a piece holds one channel only
 * @param pieceWidth of a tile, or the picture's
 * @param pieceHeight of a tile or full strip
 * @param tiled whether pieces at the right and bottom edge are padded to full size
 * @param predictor 1 none, 2 differences to the left neighbour, 3 the same for bytes of floats
 * @param offsets where each piece starts in the file
 * @param lengths bytes of each piece in the file
 */
record TiffLayout(
        int width,
        int height,
        int bits,
        int channels,
        Kind kind,
        boolean planar,
        int pieceWidth,
        int pieceHeight,
        boolean tiled,
        int compression,
        int predictor,
        long[] offsets,
        long[] lengths) {

    private static final int MAX_CHANNELS = 65_535;

    static TiffLayout of(FileBytes file, TiffDirectory directory, PictureLimits limits) {
        long width = directory.value(256).orElse(0);
        long height = directory.value(257).orElse(0);
        int channels = (int) directory.value(277).orElse(1);
        if (channels < 1 || channels > MAX_CHANNELS) {
            throw file.corrupt(channels + " samples per pixel");
        }
        int bits = bits(file, directory);
        limits.check(file, width, height, (long) channels * Math.max(bits, 8), channels);
        boolean tiled = directory.has(322);
        long pieceWidth = tiled ? directory.value(322).orElse(0) : width;
        long pieceHeight = tiled ? directory.value(323).orElse(0) : height;
        if (!tiled) {
            pieceHeight = Math.min(height, directory.value(278).orElse(height));
        }
        if (pieceWidth < 1 || pieceHeight < 1) {
            throw file.corrupt("strips or tiles of " + pieceWidth + " x " + pieceHeight + " px");
        }
        long across = (width + pieceWidth - 1) / pieceWidth;
        long down = (height + pieceHeight - 1) / pieceHeight;
        limits.check(
                file,
                tiled ? across * pieceWidth : width,
                tiled ? down * pieceHeight : height,
                (long) channels * bits,
                channels);

        if (directory.value(266).orElse(1) != 1) {
            throw file.unsupported("TIFF that fills bytes from their lowest bit is not read");
        }
        if (pieceWidth * pieceHeight * channels * bits / 8 > Integer.MAX_VALUE) {
            throw file.refusal(
                    ErrorCode.LIMIT_EXCEEDED, "a strip or tile takes more than 2^31 - 1 bytes");
        }

        boolean planar = channels > 1 && directory.value(284).orElse(1) == 2;
        TiffLayout layout =
                new TiffLayout(
                        (int) width,
                        (int) height,
                        bits,
                        channels,
                        kind(file, directory, bits),
                        planar,
                        (int) pieceWidth,
                        (int) pieceHeight,
                        tiled,
                        (int) directory.value(259).orElse(1),
                        (int) directory.value(317).orElse(1),
                        directory.values(tiled ? 324 : 273),
                        directory.values(tiled ? 325 : 279));
        return layout.checked(file, across * down * (planar ? channels : 1));
    }

    private static int bits(FileBytes file, TiffDirectory directory) {
        long[] bits = directory.values(258);
        if (bits.length == 0) {
            return 1;
        }
        if (Arrays.stream(bits).anyMatch(b -> b != bits[0])) {
            throw file.unsupported("TIFF whose channels differ in bits is not read");
        }
        return (int) Math.min(bits[0], 999);
    }

    private static Kind kind(FileBytes file, TiffDirectory directory, int bits) {
        long[] formats = directory.values(339);
        long format = formats.length == 0 ? 1 : formats[0];
        if (Arrays.stream(formats).anyMatch(f -> f != format)) {
            throw file.unsupported(
                    "TIFF whose channels differ in their kind of number is not read");
        }
        boolean whole = bits >= 1 && bits <= 16 || bits == 32;
        if ((format == 1 || format == 4) && whole) {
            return Kind.UNSIGNED;
        }
        if (format == 2 && (bits == 8 || bits == 16 || bits == 32)) {
            return Kind.SIGNED;
        }
        if (format == 3 && (bits == 32 || bits == 64)) {
            return Kind.FLOAT;
        }
        throw file.unsupported(
                "TIFF of "
                        + bits
                        + "-bit samples of format "
                        + format
                        + " is not read; whole numbers of 1 to 16 or 32 bits and floating-point numbers of 32"
                        + " or 64 bits are");
    }

    private TiffLayout checked(FileBytes file, long pieces) {
        if (offsets.length < pieces) {
            throw file.corrupt(
                    offsets.length + " strips or tiles, " + pieces + " make up the picture");
        }
        if (compression == 1) {
            // Some writers leave the lengths out, or wrong; without compression they are known.
            long[] known = new long[offsets.length];
            for (int piece = 0; piece < known.length; piece++) {
                known[piece] = (long) rowBytes() * rows(piece);
            }
            return with(known).within(file, pieces);
        }
        if (lengths.length < pieces) {
            throw file.corrupt(
                    lengths.length + " lengths of strips or tiles, " + pieces + " are expected");
        }
        return within(file, pieces);
    }

    private TiffLayout within(FileBytes file, long pieces) {
        long total = 0;
        for (int piece = 0; piece < pieces; piece++) {
            if (offsets[piece] + lengths[piece] > file.length()) {
                throw file.truncated(
                        "strip or tile "
                                + piece
                                + " takes bytes "
                                + offsets[piece]
                                + " to "
                                + (offsets[piece] + lengths[piece])
                                + " of "
                                + file.length());
            }
            total += lengths[piece];
        }
        if (total > file.length()) {
            throw file.refusal(ErrorCode.CORRUPT, "the strips or tiles of the picture overlap");
        }
        return this;
    }

    private TiffLayout with(long[] known) {
        return new TiffLayout(
                width,
                height,
                bits,
                channels,
                kind,
                planar,
                pieceWidth,
                pieceHeight,
                tiled,
                compression,
                predictor,
                offsets,
                known);
    }

    /** What the decoded picture takes in memory. */
    long decodedBits() {
        return (long) width * height * channels * Math.max(bits, 8);
    }

    int across() {
        return (width + pieceWidth - 1) / pieceWidth;
    }

    int down() {
        return (height + pieceHeight - 1) / pieceHeight;
    }

    /** Channels in one piece. */
    int pieceChannels() {
        return planar ? 1 : channels;
    }

    /** Bytes of one row of a piece, decompressed; rows start on a whole byte. */
    int rowBytes() {
        return Math.toIntExact(((long) pieceWidth * pieceChannels() * bits + 7) / 8);
    }

    /** Rows of a piece as stored: the last strip may have fewer. */
    int rows(int piece) {
        int row = piece / across() % down();
        return tiled ? pieceHeight : Math.min(pieceHeight, height - row * pieceHeight);
    }
}
