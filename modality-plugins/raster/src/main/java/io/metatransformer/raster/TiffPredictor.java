package io.metatransformer.raster;

import io.metatransformer.raster.Picture.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Undoes what made neighbouring samples alike before compression (TIFF 6.0, section 14; technical note 3). */
final class TiffPredictor {
    private static final int NONE = 1;
    private static final int DIFFERENCES = 2;
    private static final int FLOAT_BYTES = 3;

    private TiffPredictor() {}

    /**
     * @param raw {@code rows} rows of a piece; overwritten
     * @return the same bytes as plain samples, in the byte order that they then have
     */
    static ByteBuffer undo(
            FileBytes file, TiffLayout layout, byte[] raw, int rows, ByteOrder order) {
        ByteBuffer bytes = ByteBuffer.wrap(raw).order(order);
        int channels = layout.pieceChannels();
        if (layout.compression() == 1 || layout.predictor() == NONE) {
            return bytes;
        }
        if (layout.predictor() == DIFFERENCES && layout.bits() % 8 == 0 && layout.bits() <= 32) {
            for (int row = 0; row < rows; row++) {
                sum(bytes, row * layout.rowBytes(), layout.pieceWidth(), channels, layout.bits());
            }
            return bytes;
        }
        if (layout.predictor() == FLOAT_BYTES && layout.kind() == Kind.FLOAT) {
            byte[] row = new byte[layout.rowBytes()];
            for (int r = 0; r < rows; r++) {
                join(raw, r * row.length, row, channels, layout.bits() / 8);
            }
            return bytes.order(ByteOrder.BIG_ENDIAN);
        }
        throw file.unsupported(
                "TIFF of predictor "
                        + layout.predictor()
                        + " with "
                        + layout.bits()
                        + "-bit samples is not read");
    }

    private static void sum(ByteBuffer bytes, int at, int width, int channels, int bits) {
        int size = bits / 8;
        int step = channels * size;
        int end = at + width * step;
        for (int i = at + step; i < end; i += size) {
            switch (size) {
                case 1 -> bytes.put(i, (byte) (bytes.get(i) + bytes.get(i - step)));
                case 2 -> bytes.putShort(i, (short) (bytes.getShort(i) + bytes.getShort(i - step)));
                default -> bytes.putInt(i, bytes.getInt(i) + bytes.getInt(i - step));
            }
        }
    }

    /** A row holds all highest bytes, then all second ones, ..., each the difference to its left neighbour. */
    private static void join(byte[] raw, int at, byte[] row, int channels, int size) {
        for (int i = channels; i < row.length; i++) {
            raw[at + i] += raw[at + i - channels];
        }
        int count = row.length / size;
        for (int sample = 0; sample < count; sample++) {
            for (int b = 0; b < size; b++) {
                row[sample * size + b] = raw[at + b * count + sample];
            }
        }
        System.arraycopy(row, 0, raw, at, row.length);
    }
}
