package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Bits of a FLAC stream, the highest of each byte first. Used by one thread. */
final class FlacBits {
    /** A place in the middle of a byte leaves that many of the 64 bits that are looked at. */
    private static final int SEEN = 57;

    private final SoundBytes file;
    private final ByteBuffer bytes;
    private long at;

    /** From a byte on. */
    FlacBits(SoundBytes file, long firstByte) {
        this.file = file;
        this.bytes = file.slice(0, file.length()).order(ByteOrder.BIG_ENDIAN);
        this.at = firstByte * 8;
    }

    /** Whether no byte is left. */
    boolean atEnd() {
        return at >= bytes.limit() * 8L;
    }

    /** The byte that the next bit is in. */
    int byteAt() {
        return (int) (at >> 3);
    }

    /** Skips to the start of a byte. */
    void align() {
        at = at + 7 & ~7L;
    }

    ByteBuffer bytes() {
        return bytes;
    }

    SoundBytes file() {
        return file;
    }

    /** The next {@code count} bits, 0 to 57, as a number without sign. */
    long unsigned(int count) {
        if (count == 0) {
            return 0;
        }
        long value = ahead() >>> 64 - count;
        skip(count);
        return value;
    }

    /** The next {@code count} bits, 0 to 57, in two's complement. */
    long signed(int count) {
        if (count == 0) {
            return 0;
        }
        long value = ahead() >> 64 - count;
        skip(count);
        return value;
    }

    /** Counts zeros up to the next one, and skips that. */
    long unary() {
        long zeros = 0;
        while (true) {
            int more = Long.numberOfLeadingZeros(ahead());
            if (more < SEEN) {
                skip(more + 1);
                return zeros + more;
            }
            skip(SEEN);
            zeros += SEEN;
        }
    }

    /** A Rice code: the quotient in unary, the rest in {@code k} bits, the sign in the lowest bit (zigzag). */
    long rice(int k) {
        long next = ahead();
        int quotient = Long.numberOfLeadingZeros(next);
        if (quotient + 1 + k > SEEN) {
            return zigzag(unary() << k | unsigned(k));
        }
        long rest = k == 0 ? 0 : next << quotient + 1 >>> 64 - k;
        skip(quotient + 1 + k);
        return zigzag((long) quotient << k | rest);
    }

    private static long zigzag(long folded) {
        return folded >>> 1 ^ -(folded & 1);
    }

    /** The next 57 bits at the top, zeros after the end. */
    private long ahead() {
        int from = (int) (at >> 3);
        long word = 0;
        if (from <= bytes.limit() - 8) {
            word = bytes.getLong(from);
        } else {
            for (int i = from; i < bytes.limit(); i++) {
                word |= (bytes.get(i) & 0xFFL) << 56 - 8 * (i - from);
            }
        }
        return word << (at & 7);
    }

    private void skip(long bits) {
        at += bits;
        if (at > bytes.limit() * 8L) {
            throw file.refusal(
                    ErrorCode.TRUNCATED,
                    "the file ends in the middle of a frame, after " + bytes.limit() + " bytes");
        }
    }
}
