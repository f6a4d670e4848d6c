package io.metatransformer.api.wire;

import io.metatransformer.api.Tensor;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Writes the part of CBOR (RFC 8949) that metadata needs, in its deterministic form (section 4.2.1): whole
 * numbers from 0, texts, booleans, arrays, maps with texts as keys, and float32 arrays of any rank with the
 * tags of RFC 8746.
 */
final class CborWriter {
    static final int UNSIGNED = 0;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int FALSE = 0xF4;
    static final int TRUE = 0xF5;

    /** Multi-dimensional array, row-major; and IEEE 754 binary32, little-endian (RFC 8746). */
    static final int TAG_ROW_MAJOR = 40;

    static final int TAG_FLOAT32_LE = 85;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    byte[] bytes() {
        return out.toByteArray();
    }

    void number(int value) {
        head(UNSIGNED, value);
    }

    void bool(boolean value) {
        out.write(value ? TRUE : FALSE);
    }

    void text(String value) {
        byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        head(TEXT, utf8.length);
        out.writeBytes(utf8);
    }

    /** Followed by {@code length} values. */
    void array(int length) {
        head(ARRAY, length);
    }

    /** Followed by {@code length} pairs of key and value, shorter keys first. */
    void map(int length) {
        head(MAP, length);
    }

    /** A map whose keys are put into the order of the deterministic form. */
    <T> void map(Map<String, T> map, Consumer<T> value) {
        map(map.size());
        map.entrySet().stream()
                .sorted(Comparator.comparing(Map.Entry::getKey, CborWriter::compareKeys))
                .forEach(
                        entry -> {
                            text(entry.getKey());
                            value.accept(entry.getValue());
                        });
    }

    /** The order of encoded texts, byte by byte: their length comes first. */
    static int compareKeys(String one, String other) {
        byte[] a = one.getBytes(StandardCharsets.UTF_8);
        byte[] b = other.getBytes(StandardCharsets.UTF_8);
        return a.length != b.length
                ? Integer.compare(a.length, b.length)
                : Arrays.compareUnsigned(a, b);
    }

    void tensor(Tensor tensor) {
        head(TAG, TAG_ROW_MAJOR);
        array(2);
        array(tensor.rank());
        for (int size : tensor.shape()) {
            number(size);
        }
        head(TAG, TAG_FLOAT32_LE);
        byte[] values = new byte[Math.multiplyExact(tensor.elements(), Float.BYTES)];
        ByteBuffer.wrap(values).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().put(tensor.data());
        head(BYTES, values.length);
        out.writeBytes(values);
    }

    /** Major type and argument in the fewest bytes, big-endian. */
    private void head(int major, int argument) {
        if (argument < 24) {
            out.write(major << 5 | argument);
        } else if (argument < 1 << 8) {
            out.write(major << 5 | 24);
            out.write(argument);
        } else if (argument < 1 << 16) {
            out.write(major << 5 | 25);
            out.write(argument >> 8);
            out.write(argument);
        } else {
            out.write(major << 5 | 26);
            for (int shift = 24; shift >= 0; shift -= 8) {
                out.write(argument >> shift);
            }
        }
    }
}
