package io.metatransformer.api.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class WideningTest {

    @Test
    void every_half_is_the_number_that_its_bits_say() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double size =
                    switch (exponent) {
                        case 0 -> fraction * 0x1p-24;
                        case 31 -> fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                        default -> (1 + fraction / 1024.0) * Math.pow(2, exponent - 15);
                    };
            float expected = (float) (bits < 1 << 15 ? size : -size);

            assertEquals(expected, Widening.half((short) bits), () -> "a half");
        }
    }

    @Test
    void the_sign_of_zero_stays() {
        assertEquals(
                Float.floatToRawIntBits(-0f),
                Float.floatToRawIntBits(Widening.half((short) 0x8000)));
        assertTrue(Float.isNaN(Widening.half((short) 0x7E00)));
    }
}
