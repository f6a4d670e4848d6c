package io.metatransformer.api.safetensors;

import java.nio.ByteBuffer;
import java.nio.FloatBuffer;

/** The floating-point types of a file as float32: exact but for F64, which is rounded to the nearest. */
final class Widening {
    private Widening() {}

    /** Appends every element of {@code from}, little-endian, to {@code to}. */
    static void append(Dtype dtype, ByteBuffer from, FloatBuffer to) {
        int count = from.remaining() / dtype.bytes();
        float[] values = new float[count];
        switch (dtype) {
            case F32 -> from.asFloatBuffer().get(values);
            case F16 -> {
                short[] bits = new short[count];
                from.asShortBuffer().get(bits);
                for (int i = 0; i < count; i++) {
                    values[i] = half(bits[i]);
                }
            }
            case BF16 -> {
                short[] bits = new short[count];
                from.asShortBuffer().get(bits);
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(bits[i] << 16);
                }
            }
            case F64 -> {
                double[] wide = new double[count];
                from.asDoubleBuffer().get(wide);
                for (int i = 0; i < count; i++) {
                    values[i] = (float) wide[i];
                }
            }
            default -> throw new IllegalArgumentException(dtype + " is no floating-point type");
        }
        to.put(values);
    }

    static boolean reads(Dtype dtype) {
        return switch (dtype) {
            case F32, F16, BF16, F64 -> true;
            default -> false;
        };
    }

    /** IEEE 754 binary16: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
    static float half(short bits) {
        int sign = (bits & 0x8000) << 16;
        int rest = bits & 0x7FFF;
        if (rest >= 0x7C00) { // infinity and NaN, fraction kept
            return Float.intBitsToFloat(sign | 0x7F800000 | (rest & 0x3FF) << 13);
        }
        if (rest >= 0x400) { // the exponent moves from bias 15 to bias 127
            return Float.intBitsToFloat(sign | (rest << 13) + (112 << 23));
        }
        float subnormal = rest * 0x1p-24f;
        return Float.intBitsToFloat(sign | Float.floatToRawIntBits(subnormal));
    }
}
