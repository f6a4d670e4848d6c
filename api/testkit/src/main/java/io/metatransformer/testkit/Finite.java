package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/** Asserts that a tensor holds numbers only. */
final class Finite {
    private Finite() {}

    static void check(String what, Tensor tensor) {
        FloatBuffer values = tensor.data();
        for (int i = 0; i < values.limit(); i++) {
            int at = i;
            assertTrue(
                    Float.isFinite(values.get(i)),
                    () -> what + " holds " + values.get(at) + " at index " + at);
        }
    }
}
