package io.metatransformer.modality.pointcloud;

import java.nio.ByteBuffer;

/**
 * Unpacks LZF, the compression of LibLZF (Marc Lehmann) that PCD files use: runs of literal bytes, and copies of
 * what was unpacked up to 8 KiB before.
 */
final class Lzf {
    /** No byte unpacks to more: three of them copy at most 264. */
    static final long MOST_PER_BYTE = 88;

    private static final int LONGEST_LITERAL = 32;
    private static final int LONG_COPY = 7;

    private Lzf() {}

    /**
     * @param size of the result
     */
    static byte[] unpack(Broken broken, ByteBuffer packed, int size) {
        byte[] plain = new byte[size];
        int in = 0;
        int out = 0;
        int end = packed.limit();
        while (in < end) {
            int control = Byte.toUnsignedInt(packed.get(in++));
            if (control < LONGEST_LITERAL) {
                int length = control + 1;
                check(broken, length <= end - in && length <= size - out);
                packed.get(in, plain, out, length);
                in += length;
                out += length;
            } else {
                int length = control >> 5;
                if (length == LONG_COPY) {
                    check(broken, in < end);
                    length += Byte.toUnsignedInt(packed.get(in++));
                }
                length += 2;
                check(broken, in < end);
                int from = out - ((control & 0x1F) << 8) - Byte.toUnsignedInt(packed.get(in++)) - 1;
                check(broken, from >= 0 && length <= size - out);
                for (int i = 0; i < length; i++) { // may overlap: a copy of what it just wrote
                    plain[out++] = plain[from++];
                }
            }
        }
        check(broken, out == size);
        return plain;
    }

    private static void check(Broken broken, boolean sound) {
        if (!sound) {
            throw broken.malformed("has broken LZF data");
        }
    }
}
