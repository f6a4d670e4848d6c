package io.metatransformer.host;

import java.nio.FloatBuffer;

/** Copies numbers and looks at every one of them on the way. */
final class Finite {
    private static final int CHUNK = 1 << 12;

    private static final int MAGNITUDE = 0x7fffffff;

    /** Added to the bits of a magnitude, it carries into the sign exactly for infinity and NaN. */
    private static final int ABOVE_FINITE = 0x00800000;

    private Finite() {}

    /** Copies the rest of {@code from}; returns whether all of it was finite. */
    static boolean copy(FloatBuffer from, FloatBuffer to) {
        float[] chunk = new float[Math.min(CHUNK, from.remaining())];
        int carried = 0;
        while (from.hasRemaining()) {
            int count = Math.min(chunk.length, from.remaining());
            from.get(chunk, 0, count);
            for (int i = 0; i < count; i++) {
                carried |= (Float.floatToRawIntBits(chunk[i]) & MAGNITUDE) + ABOVE_FINITE;
            }
            to.put(chunk, 0, count);
        }
        return carried >= 0;
    }
}
