package io.metatransformer.raster;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Decompresses the strips or tiles of a TIFF picture, one after the other, and hands on their rows. */
final class TiffPieces {
    private static final int NONE = 1;
    private static final int LZW = 5;
    private static final int DEFLATE = 8;
    private static final int OLD_DEFLATE = 32_946;
    private static final int PACK_BITS = 32_773;

    private final FileBytes file;
    private final TiffLayout layout;
    private final ByteOrder order;

    TiffPieces(FileBytes file, TiffLayout layout) {
        this.file = file;
        this.layout = layout;
        this.order = file.startsWith("II") ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }

    void readInto(TiffSamples samples) {
        int perPlane = layout.across() * layout.down();
        int pieces = perPlane * (layout.planar() ? layout.channels() : 1);
        byte[] raw = new byte[Math.multiplyExact(layout.rowBytes(), layout.pieceHeight())];
        for (int piece = 0; piece < pieces; piece++) {
            int rows = layout.rows(piece);
            int size = rows * layout.rowBytes();
            decompress(piece, raw, size);
            ByteBuffer bytes = TiffPredictor.undo(file, layout, raw, rows, order);
            int left = piece % layout.across() * layout.pieceWidth();
            int top = piece / layout.across() % layout.down() * layout.pieceHeight();
            int channel = layout.planar() ? piece / perPlane : 0;
            int visible = Math.min(rows, layout.height() - top);
            for (int row = 0; row < visible; row++) {
                samples.put(bytes, row * layout.rowBytes(), left, top + row, channel);
            }
        }
    }

    private void decompress(int piece, byte[] raw, int size) {
        ByteBuffer packed = file.slice(layout.offsets()[piece], layout.lengths()[piece]);
        int done =
                switch (layout.compression()) {
                    case NONE -> copy(packed, raw, size);
                    case LZW -> Lzw.unpack(file, packed, raw, size);
                    case DEFLATE, OLD_DEFLATE -> inflate(packed, raw, size);
                    case PACK_BITS -> unpackBits(packed, raw, size);
                    default ->
                            throw file.unsupported(
                                    "TIFF of compression "
                                            + layout.compression()
                                            + " is not read; none, LZW, deflate and PackBits are");
                };
        if (done < size) {
            throw file.truncated(
                    "strip or tile " + piece + " holds " + done + " of " + size + " bytes");
        }
    }

    private static int copy(ByteBuffer packed, byte[] raw, int size) {
        int count = Math.min(size, packed.remaining());
        packed.get(raw, 0, count);
        return count;
    }

    private int inflate(ByteBuffer packed, byte[] raw, int size) {
        Inflater inflater = new Inflater();
        try {
            inflater.setInput(packed);
            int done = 0;
            while (done < size) {
                int count = inflater.inflate(raw, done, size - done);
                if (count == 0) {
                    break;
                }
                done += count;
            }
            return done;
        } catch (DataFormatException e) {
            throw file.corrupt("a deflate stream is damaged");
        } finally {
            inflater.end();
        }
    }

    /** TIFF 6.0, section 9. */
    private static int unpackBits(ByteBuffer packed, byte[] raw, int size) {
        int done = 0;
        while (done < size && packed.hasRemaining()) {
            int n = packed.get();
            if (n >= 0) {
                int count = Math.min(Math.min(n + 1, size - done), packed.remaining());
                packed.get(raw, done, count);
                done += count;
            } else if (n != -128 && packed.hasRemaining()) {
                byte value = packed.get();
                int end = Math.min(size, done + 1 - n);
                while (done < end) {
                    raw[done++] = value;
                }
            }
        }
        return done;
    }
}
