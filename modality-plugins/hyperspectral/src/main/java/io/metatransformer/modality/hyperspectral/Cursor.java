package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads numbers one after the other, and refuses what ends early. Serves one thread; closes nothing. */
final class Cursor {
    private static final int PIECE = 1 << 13;

    private final String name;
    private final InputStream in;
    private final ByteBuffer eight;
    private long position;

    /**
     * @param name of the input, for messages
     */
    Cursor(String name, InputStream in, ByteOrder order) {
        this.name = name;
        this.in = in;
        this.eight = ByteBuffer.allocate(Long.BYTES).order(order);
    }

    /** A stream over a part of a file. */
    static InputStream stream(Samples.Bytes bytes, long from, long to) {
        return new InputStream() {
            private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);
            private long at = from;

            @Override
            public int read() {
                return fill() ? piece.get() & 0xFF : -1;
            }

            @Override
            public int read(byte[] into, int offset, int length) {
                if (length == 0) {
                    return 0;
                }
                if (!fill()) {
                    return -1;
                }
                int count = Math.min(length, piece.remaining());
                piece.get(into, offset, count);
                return count;
            }

            private boolean fill() {
                if (!piece.hasRemaining() && at < to) {
                    piece.clear().limit((int) Math.min(PIECE, to - at));
                    at += piece.limit();
                    bytes.read(at - piece.limit(), piece);
                    piece.flip();
                }
                return piece.hasRemaining();
            }
        };
    }

    /** Bytes that were read so far. */
    long position() {
        return position;
    }

    int i32() {
        return next(Integer.BYTES).getInt(0);
    }

    long u32() {
        return i32() & 0xFFFFFFFFL;
    }

    long i64() {
        return next(Long.BYTES).getLong(0);
    }

    double number(SampleType type) {
        return type.read(next(type.bytes()), 0);
    }

    private ByteBuffer next(int count) {
        read(eight.array(), count);
        return eight;
    }

    /** Whole bytes; the caller has checked that so many may be allocated. */
    byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        read(bytes, count);
        return bytes;
    }

    void skip(long count) {
        try {
            in.skipNBytes(count);
            position += count;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private void read(byte[] into, int count) {
        try {
            if (in.readNBytes(into, 0, count) < count) {
                throw new EOFException();
            }
            position += count;
        } catch (IOException e) {
            throw refusal(e);
        }
    }

    private MetaTransformerException refusal(IOException e) {
        return e instanceof EOFException
                ? new MetaTransformerException(
                        ErrorCode.TRUNCATED, name + ": the file ends inside its structure", e)
                : new MetaTransformerException(
                        ErrorCode.CORRUPT, name + ": a compressed part is damaged", e);
    }
}
