package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one file, read at any place, and the words to refuse it with. A place past the end is the
 * refusal {@link ErrorCode#TRUNCATED}. Immutable.
 */
public final class FileBytes {
    private final ByteBuffer bytes;
    private final String name;

    private FileBytes(ByteBuffer bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** All of {@code bytes} from its position to its limit, big-endian. */
    public static FileBytes of(ByteBuffer bytes, String name) {
        return new FileBytes(bytes.slice().order(ByteOrder.BIG_ENDIAN), name);
    }

    /** The same bytes, read in another order. */
    public FileBytes order(ByteOrder order) {
        return new FileBytes(bytes.duplicate().order(order), name);
    }

    /** A part of these bytes, in the same order; it may not reach past the end. */
    public FileBytes part(long at, long length) {
        return new FileBytes(slice(at, length).order(bytes.order()), name);
    }

    /** Number of bytes. */
    public int length() {
        return bytes.limit();
    }

    /** The byte at a place, from 0 to 255. */
    public int u8(long at) {
        return bytes.get(index(at, 1)) & 0xFF;
    }

    /** Two bytes, from 0 to 65535. */
    public int u16(long at) {
        return bytes.getShort(index(at, 2)) & 0xFFFF;
    }

    /** Four bytes with a sign. */
    public int i32(long at) {
        return bytes.getInt(index(at, 4));
    }

    /** Four bytes, from 0 to 2^32 - 1. */
    public long u32(long at) {
        return bytes.getInt(index(at, 4)) & 0xFFFFFFFFL;
    }

    /** Four characters, as chunks are named. */
    public String tag(long at) {
        return text(at, 4);
    }

    /** Bytes as ISO 8859-1. */
    public String text(long at, int length) {
        byte[] text = new byte[length];
        bytes.get(index(at, length), text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Whether the first bytes are these, as ISO 8859-1. */
    public boolean startsWith(String text) {
        return length() >= text.length() && text(0, text.length()).equals(text);
    }

    /** A part of these bytes as a buffer; it may not reach past the end. */
    public ByteBuffer slice(long at, long length) {
        return bytes.slice(index(at, length), (int) length);
    }

    private int index(long at, long length) {
        if (at < 0 || length < 0 || at > bytes.limit() - length) {
            throw truncated(
                    "bytes "
                            + at
                            + " to "
                            + (at + length)
                            + " of "
                            + bytes.limit()
                            + " are needed");
        }
        return (int) at;
    }

    /** {@link ErrorCode#TRUNCATED}: the file ends early. */
    public MetaTransformerException truncated(String what) {
        return refusal(ErrorCode.TRUNCATED, what);
    }

    /** {@link ErrorCode#CORRUPT}: the file contradicts itself. */
    public MetaTransformerException corrupt(String what) {
        return refusal(ErrorCode.CORRUPT, what);
    }

    /** {@link ErrorCode#UNSUPPORTED_FORMAT}: what is wrong is not the file but that it is not read. */
    public MetaTransformerException unsupported(String what) {
        return refusal(ErrorCode.UNSUPPORTED_FORMAT, what);
    }

    /** A refusal that names the file. */
    public MetaTransformerException refusal(ErrorCode code, String what) {
        return new MetaTransformerException(code, name + ": " + what);
    }

    /** Of the file, for messages. */
    public String name() {
        return name;
    }
}
