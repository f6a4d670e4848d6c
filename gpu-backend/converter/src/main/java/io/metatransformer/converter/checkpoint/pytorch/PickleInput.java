package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads a pickle's bytes in order. A claimed length is held against the bytes left before it is used. */
final class PickleInput {
    private static final int WINDOW = 1 << 13;

    private final Bytes bytes;
    private final long start;
    private final long limit;
    private final ReadOptions options;
    private final ByteBuffer window =
            ByteBuffer.allocate(WINDOW).order(ByteOrder.LITTLE_ENDIAN).limit(0);

    /** Where in the file the window's first byte lies. */
    private long windowStart;

    private long opcodeAt;

    /** A pickle that starts at byte {@code start} and ends where its STOP is. */
    PickleInput(Bytes bytes, long start, ReadOptions options) {
        this.bytes = bytes;
        this.start = start;
        this.limit = bytes.size();
        this.options = options;
        this.windowStart = start;
        this.opcodeAt = start;
    }

    /** The byte that is read next. */
    long position() {
        return windowStart + window.position();
    }

    /** Says what is wrong with the opcode under way. */
    MetaTransformerException refuse(ErrorCode code, String reason) {
        return bytes.place().refuse(code, opcodeAt, reason);
    }

    int opcode() {
        opcodeAt = position();
        if (opcodeAt - start >= options.pickleBytes()) {
            throw tooLong();
        }
        if (opcodeAt >= limit) {
            throw refuse(ErrorCode.TRUNCATED, "the pickle ends without a STOP");
        }
        return u8();
    }

    int u8() {
        need(1);
        return window.get() & 0xff;
    }

    int u16() {
        need(2);
        return window.getShort() & 0xffff;
    }

    int i32() {
        need(4);
        return window.getInt();
    }

    long u32() {
        return Integer.toUnsignedLong(i32());
    }

    long i64() {
        need(8);
        return window.getLong();
    }

    double f64BigEndian() {
        return Double.longBitsToDouble(Long.reverseBytes(i64()));
    }

    /** {@code length}, if so many bytes are left. */
    long left(long length) {
        if (length < 0 || length > limit - position()) {
            throw refuse(
                    ErrorCode.TRUNCATED,
                    "claims "
                            + Long.toUnsignedString(length)
                            + " bytes, "
                            + (limit - position())
                            + " are left");
        }
        return length;
    }

    byte[] octets(long length) {
        if (left(length) > options.pickleBytes() - (position() - start)) {
            throw tooLong();
        }
        byte[] octets = new byte[(int) length];
        int buffered = Math.min(octets.length, window.remaining());
        window.get(octets, 0, buffered);
        if (buffered < octets.length) {
            long at = position();
            bytes.read(at, ByteBuffer.wrap(octets, buffered, octets.length - buffered));
            windowStart = at + octets.length - buffered;
            window.limit(0);
        }
        return octets;
    }

    String utf8(long length) {
        return decode(octets(length));
    }

    String decode(byte[] octets) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString();
        } catch (CharacterCodingException e) {
            throw refuse(ErrorCode.ENCODING, "a text that is not UTF-8");
        }
    }

    /** The bytes up to a line feed, which is passed over. */
    byte[] line(int longest) {
        byte[] line = new byte[Math.min(64, longest)];
        for (int length = 0; ; length++) {
            if (position() >= limit) {
                throw refuse(ErrorCode.TRUNCATED, "a line that does not end");
            }
            int next = u8();
            if (next == '\n') {
                return Arrays.copyOf(line, length);
            }
            if (length == longest) {
                throw refuse(ErrorCode.LIMIT_EXCEEDED, "a line of more than " + longest + " bytes");
            }
            if (length == line.length) {
                line = Arrays.copyOf(line, Math.min(longest, 2 * length));
            }
            line[length] = (byte) next;
        }
    }

    private void need(int count) {
        if (window.remaining() >= count) {
            return;
        }
        left(count);
        long at = position();
        window.clear().limit((int) Math.min(WINDOW, limit - at));
        bytes.read(at, window);
        windowStart = at;
        window.flip();
    }

    private MetaTransformerException tooLong() {
        return refuse(
                ErrorCode.LIMIT_EXCEEDED,
                "a pickle of more than " + options.pickleBytes() + " bytes");
    }
}
