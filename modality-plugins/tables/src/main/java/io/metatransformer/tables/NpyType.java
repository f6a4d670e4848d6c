package io.metatransformer.tables;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * One type of NPY values, such as {@code <f4}.
 *
 * @param kind {@code f} floating point, {@code i} signed, {@code u} unsigned, {@code b} boolean
 * @param bytes of one value
 */
record NpyType(char kind, int bytes, ByteOrder order) {

    static NpyType of(String name, String descr) {
        if (descr.length() > 1 && descr.charAt(1) == 'O') {
            throw new MetaTransformerException(
                    ErrorCode.INSECURE_CONTENT,
                    name + ": the NPY file holds pickled objects, which are never read");
        }
        if (!descr.matches("[<>|=](f[248]|[iu][1248]|b1)")) {
            throw NpyFile.unsupported(name, descr);
        }
        ByteOrder order =
                switch (descr.charAt(0)) {
                    case '>' -> ByteOrder.BIG_ENDIAN;
                    case '=' -> ByteOrder.nativeOrder();
                    default -> ByteOrder.LITTLE_ENDIAN;
                };
        return new NpyType(descr.charAt(1), descr.charAt(2) - '0', order);
    }

    double read(ByteBuffer data, int at) {
        return switch (kind) {
            case 'f' -> floating(data, at);
            case 'i' -> signed(data, at);
            case 'u' -> unsigned(data, at);
            default -> data.get(at) == 0 ? 0 : 1;
        };
    }

    private double floating(ByteBuffer data, int at) {
        return switch (bytes) {
            case 2 -> half(data.getShort(at));
            case 4 -> data.getFloat(at);
            default -> data.getDouble(at);
        };
    }

    private long signed(ByteBuffer data, int at) {
        return switch (bytes) {
            case 1 -> data.get(at);
            case 2 -> data.getShort(at);
            case 4 -> data.getInt(at);
            default -> data.getLong(at);
        };
    }

    private double unsigned(ByteBuffer data, int at) {
        long bits = signed(data, at);
        if (bytes == 8) {
            return bits >= 0 ? bits : (bits >>> 1 | bits & 1) * 2.0;
        }
        return bits & (1L << 8 * bytes) - 1;
    }

    /** IEEE 754 binary16: 1 sign, 5 exponent, 10 fraction bits. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        double magnitude;
        if (exponent == 0x1F) {
            magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent == 0) {
            magnitude = fraction * 0x1p-24;
        } else {
            magnitude = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        }
        return bits < 0 ? -magnitude : magnitude;
    }
}
