package io.metatransformer.api.wire;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Reads what {@link CborWriter} writes, and nothing else: the caller says what comes next, so that nesting
 * cannot pile up; a length is at most what is left; a form that is not the deterministic one is refused.
 */
final class CborReader {
    private static final int MAX_RANK = 8;

    /** Numbers, texts, arrays and maps together: what they cost in memory is bounded by it. */
    private static final int MAX_VALUES = 1 << 21;

    private final ByteBuffer in;
    private int values;

    CborReader(ByteBuffer bytes) {
        this.in = bytes.slice();
    }

    /** A whole number from 0 to 2^31-1. */
    int number() {
        return head(CborWriter.UNSIGNED, "a whole number");
    }

    boolean bool() {
        return switch (next()) {
            case CborWriter.TRUE -> true;
            case CborWriter.FALSE -> false;
            default -> throw malformed("expected true or false");
        };
    }

    String text() {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(bytes(CborWriter.TEXT, "a text"))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MetaTransformerException(
                    ErrorCode.ENCODING, "metadata holds a text that is not UTF-8", e);
        }
    }

    /** The length of an array: no more values than bytes are left. */
    int array() {
        return count(CborWriter.ARRAY, 1, "an array");
    }

    /** A map of exactly {@code length} pairs. */
    void map(int length) {
        if (count(CborWriter.MAP, 2, "a map") != length) {
            throw malformed("expected a map of " + length);
        }
    }

    /** The key of the next pair. */
    void key(String expected) {
        String key = text();
        if (!key.equals(expected)) {
            throw malformed("expected '" + expected + "', got " + Quoted.of(key));
        }
    }

    <T> Map<String, T> map(Supplier<T> value) {
        int length = count(CborWriter.MAP, 2, "a map");
        Map<String, T> map = new LinkedHashMap<>();
        String last = null;
        for (int i = 0; i < length; i++) {
            String key = text();
            if (last != null && CborWriter.compareKeys(last, key) >= 0) {
                throw malformed("key " + Quoted.of(key) + " is twice there or out of order");
            }
            map.put(key, value.get());
            last = key;
        }
        return map;
    }

    Tensor tensor() {
        tag(CborWriter.TAG_ROW_MAJOR);
        if (array() != 2) {
            throw malformed("an array is its shape and its values");
        }
        int rank = array();
        if (rank > MAX_RANK) {
            throw malformed("rank " + rank + ", at most " + MAX_RANK);
        }
        int[] shape = new int[rank];
        for (int axis = 0; axis < rank; axis++) {
            shape[axis] = number();
        }
        tag(CborWriter.TAG_FLOAT32_LE);
        ByteBuffer values = bytes(CborWriter.BYTES, "bytes").order(ByteOrder.LITTLE_ENDIAN);
        if (values.remaining() % Float.BYTES != 0) {
            throw malformed(values.remaining() + " bytes are no float32 values");
        }
        // Not a view: metadata must not keep a whole message alive.
        float[] own = new float[values.remaining() / Float.BYTES];
        values.asFloatBuffer().get(own);
        return Tensor.of(own, shape);
    }

    void end() {
        if (in.hasRemaining()) {
            throw malformed(in.remaining() + " bytes are left over");
        }
    }

    private void tag(int expected) {
        if (head(CborWriter.TAG, "a tag") != expected) {
            throw malformed("expected tag " + expected);
        }
    }

    private ByteBuffer bytes(int major, String what) {
        int length = count(major, 1, what);
        ByteBuffer bytes = in.slice(in.position(), length);
        in.position(in.position() + length);
        return bytes;
    }

    private int count(int major, int bytesEach, String what) {
        int count = head(major, what);
        if (count > in.remaining() / bytesEach) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED,
                    "metadata claims "
                            + what
                            + " of "
                            + count
                            + ", "
                            + in.remaining()
                            + " bytes are left");
        }
        return count;
    }

    private int head(int major, String what) {
        if (++values > MAX_VALUES) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED, "metadata holds more than " + MAX_VALUES + " values");
        }
        int first = next();
        if (first >> 5 != major) {
            throw malformed("expected " + what);
        }
        int size = first & 31;
        if (size < 24) {
            return size;
        }
        long argument;
        long least;
        switch (size) {
            case 24 -> {
                argument = next();
                least = 24;
            }
            case 25 -> {
                argument = next() << 8 | next();
                least = 1 << 8;
            }
            case 26 -> {
                argument = (long) next() << 24 | next() << 16 | next() << 8 | next();
                least = 1 << 16;
            }
            default -> throw malformed(what + " of a size that is not read");
        }
        if (argument < least || argument > Integer.MAX_VALUE) {
            throw malformed(what + " is not in its shortest form, or past 2^31-1");
        }
        return (int) argument;
    }

    private int next() {
        if (!in.hasRemaining()) {
            throw new MetaTransformerException(
                    ErrorCode.TRUNCATED, "metadata ends in the middle, at byte " + in.position());
        }
        return in.get() & 0xFF;
    }

    MetaTransformerException malformed(String reason) {
        return new MetaTransformerException(
                ErrorCode.MALFORMED, "metadata byte " + in.position() + ": " + reason);
    }
}
