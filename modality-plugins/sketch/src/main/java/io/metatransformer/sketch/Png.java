package io.metatransformer.sketch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes 8-bit RGB as PNG (ISO/IEC 15948). The JDK's writer is found through a list that the whole JVM
 * shares; a plugin that touches it cannot be unloaded.
 */
final class Png {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final byte TRUE_COLOUR = 2;

    private Png() {}

    /**
     * @param rgb {@code 3 · width · height} bytes, row by row
     */
    static byte[] write(byte[] rgb, int width, int height) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(ByteBuffer.allocate(8).putLong(SIGNATURE).array());
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put(TRUE_COLOUR);
        chunk(out, "IHDR", header.array());
        chunk(out, "IDAT", deflate(scanlines(rgb, width, height)));
        chunk(out, "IEND", new byte[0]);
        return out.toByteArray();
    }

    /** Each row after its filter type, 0: none. */
    private static byte[] scanlines(byte[] rgb, int width, int height) {
        int row = 3 * width;
        byte[] lines = new byte[height * (row + 1)];
        for (int y = 0; y < height; y++) {
            System.arraycopy(rgb, y * row, lines, y * (row + 1) + 1, row);
        }
        return lines;
    }

    private static byte[] deflate(byte[] data) {
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try {
            deflater.setInput(data);
            deflater.finish();
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] buffer = new byte[1 << 13];
            while (!deflater.finished()) {
                out.write(buffer, 0, deflater.deflate(buffer));
            }
            return out.toByteArray();
        } finally {
            deflater.end();
        }
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 sum = new CRC32();
        sum.update(name);
        sum.update(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
        out.writeBytes(name);
        out.writeBytes(data);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) sum.getValue()).array());
    }
}
