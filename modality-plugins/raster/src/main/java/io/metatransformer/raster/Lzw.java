package io.metatransformer.raster;

import java.nio.ByteBuffer;

/**
 * LZW as TIFF writes it (TIFF 6.0, section 13): codes of 9 to 12 bits, highest bit first, each length left one
 * code early.
 */
final class Lzw {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int MAX_CODES = 4096;

    private Lzw() {}

    /** Fills {@code into} up to {@code size}; returns how many bytes there were. */
    static int unpack(FileBytes file, ByteBuffer packed, byte[] into, int size) {
        int[] prefix = new int[MAX_CODES];
        byte[] last = new byte[MAX_CODES];
        int[] length = new int[MAX_CODES];
        for (int i = 0; i < CLEAR; i++) {
            last[i] = (byte) i;
            length[i] = 1;
        }
        int next = FIRST;
        int width = 9;
        int previous = -1;
        int done = 0;
        int bits = 0;
        int held = 0;
        while (done < size) {
            while (held < width && packed.hasRemaining()) {
                bits = bits << 8 | packed.get() & 0xFF;
                held += 8;
            }
            if (held < width) {
                return done;
            }
            int code = bits >>> held - width & (1 << width) - 1;
            held -= width;
            if (code == END) {
                return done;
            }
            if (code == CLEAR) {
                next = FIRST;
                width = 9;
                previous = -1;
                continue;
            }
            if (code > next || code >= FIRST && previous < 0 || code == next && next == MAX_CODES) {
                throw file.corrupt("an LZW stream is damaged");
            }
            if (previous >= 0 && next < MAX_CODES) {
                prefix[next] = previous;
                length[next] = length[previous] + 1;
                last[next] = first(code == next ? previous : code, prefix, last);
                next++;
            }
            done = write(code, prefix, last, length[code], into, done, size);
            previous = code;
            if (next + 1 >= 1 << width && width < 12) {
                width++;
            }
        }
        return done;
    }

    private static byte first(int code, int[] prefix, byte[] last) {
        int c = code;
        while (c >= FIRST) {
            c = prefix[c];
        }
        return last[c];
    }

    private static int write(
            int code, int[] prefix, byte[] last, int length, byte[] into, int at, int size) {
        int end = at + length;
        for (int c = code, to = end - 1; to >= at; to--, c = prefix[c]) {
            if (to < size) {
                into[to] = last[c];
            }
        }
        return Math.min(end, size);
    }
}
