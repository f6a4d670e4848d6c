package io.metatransformer.server.infer;

/** IEEE 754 binary16. */
final class Half {
    private Half() {}

    /** The nearest half, ties to even; beyond 65504 infinity. */
    static short of(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7FFFFFFF;
        if (magnitude > 0x7F800000) {
            return (short) (sign | 0x7E00); // not a number
        }
        if (magnitude >= 0x477FF000) {
            return (short) (sign | 0x7C00); // rounds to 65536 or more
        }
        if (magnitude < 0x38800000) { // below 2^-14: subnormal, in steps of 2^-24
            float steps = Math.abs(value) * 0x1p24f;
            return (short) (sign | (int) Math.rint(steps));
        }
        int rounded = magnitude + 0xFFF + (magnitude >>> 13 & 1);
        return (short) (sign | (rounded - 0x38000000) >>> 13);
    }

    static float toFloat(short half) {
        int exponent = half >>> 10 & 0x1F;
        int fraction = half & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = fraction * 0x1p-24f;
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Float.intBitsToFloat(exponent + 112 << 23 | fraction << 13);
        }
        return half < 0 ? -magnitude : magnitude;
    }
}
