package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The bytes of one file, read at any place, and the words to refuse it with. A place past the end is the refusal
 * {@link ErrorCode#TRUNCATED}. Immutable.
 */
final class SoundBytes {
    private final ByteBuffer bytes;
    private final String name;

    private SoundBytes(ByteBuffer bytes, String name) {
        this.bytes = bytes;
        this.name = name;
    }

    /** All of {@code bytes} from its position to its limit, little-endian. */
    static SoundBytes of(ByteBuffer bytes, String name) {
        return new SoundBytes(bytes.slice().order(ByteOrder.LITTLE_ENDIAN), name);
    }

    SoundBytes order(ByteOrder order) {
        return new SoundBytes(bytes.duplicate().order(order), name);
    }

    ByteOrder order() {
        return bytes.order();
    }

    int length() {
        return bytes.limit();
    }

    String name() {
        return name;
    }

    int u8(long at) {
        return bytes.get(index(at, 1)) & 0xFF;
    }

    int u16(long at) {
        return bytes.getShort(index(at, 2)) & 0xFFFF;
    }

    long u32(long at) {
        return bytes.getInt(index(at, 4)) & 0xFFFFFFFFL;
    }

    long i64(long at) {
        return bytes.getLong(index(at, 8));
    }

    /** Four characters, as chunks are named, in ISO 8859-1. */
    String tag(long at) {
        return text(at, 4);
    }

    String text(long at, int length) {
        byte[] text = new byte[length];
        bytes.get(index(at, length), text);
        return new String(text, StandardCharsets.ISO_8859_1);
    }

    /** Whether these characters stand there; no if the file ends before. */
    boolean has(long at, String text) {
        return at >= 0
                && at <= (long) length() - text.length()
                && text(at, text.length()).equals(text);
    }

    /** A part in the same order; it may not reach past the end. */
    ByteBuffer slice(long at, long length) {
        return bytes.slice(index(at, length), (int) length).order(bytes.order());
    }

    private int index(long at, long length) {
        if (at < 0 || length < 0 || at > bytes.limit() - length) {
            throw refusal(
                    ErrorCode.TRUNCATED,
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

    MetaTransformerException corrupt(String what) {
        return refusal(ErrorCode.CORRUPT, what);
    }

    MetaTransformerException unsupported(String what) {
        return refusal(ErrorCode.UNSUPPORTED_FORMAT, what);
    }

    MetaTransformerException refusal(ErrorCode code, String what) {
        return new MetaTransformerException(code, name + ": " + what);
    }
}
