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
final class FileBytes {
    private final ByteBuffer bytes;
    private final String name;

    private FileBytes(ByteBuffer bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** All of {@code bytes} from its position to its limit, big-endian. */
    static FileBytes of(ByteBuffer bytes, String name) {
        return new FileBytes(bytes.slice().order(ByteOrder.BIG_ENDIAN), name);
    }

    /** The same bytes, read in another order. */
    FileBytes order(ByteOrder order) {
        return new FileBytes(bytes.duplicate().order(order), name);
    }

    /** A part of these bytes, in the same order; it may not reach past the end. */
    FileBytes part(long at, long length) {
        return new FileBytes(slice(at, length).order(bytes.order()), name);
    }

    int length() {
        return bytes.limit();
    }

    int u8(long at) {
        return bytes.get(index(at, 1)) & 0xFF;
    }

    int u16(long at) {
        return bytes.getShort(index(at, 2)) & 0xFFFF;
    }

    int i32(long at) {
        return bytes.getInt(index(at, 4));
    }

    long u32(long at) {
        return bytes.getInt(index(at, 4)) & 0xFFFFFFFFL;
    }

    /** Four characters, as chunks are named. */
    String tag(long at) {
        return text(at, 4);
    }

    String text(long at, int length) {
        byte[] text = new byte[length];
        bytes.get(index(at, length), text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    boolean startsWith(String text) {
        return length() >= text.length() && text(0, text.length()).equals(text);
    }

    ByteBuffer slice(long at, long length) {
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

    MetaTransformerException truncated(String what) {
        return refusal(ErrorCode.TRUNCATED, what);
    }

    MetaTransformerException corrupt(String what) {
        return refusal(ErrorCode.CORRUPT, what);
    }

    MetaTransformerException unsupported(String what) {
        return refusal(ErrorCode.UNSUPPORTED_FORMAT, what);
    }

    MetaTransformerException refusal(ErrorCode code, String what) {
        return new MetaTransformerException(code, name + ": " + what);
    }

    String name() {
        return name;
    }
}
