package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;

/** Asserts that two sequences are the same, bit for bit. */
final class SameTokens {
    private SameTokens() {}

    static void check(String what, TokenSequence expected, TokenSequence actual) {
        assertEquals(expected.segments(), actual.segments(), what + ": segments");
        check(what + ": tokens", expected.tokens(), actual.tokens());
        assertEquals(
                expected.positions().isPresent(),
                actual.positions().isPresent(),
                what + ": positions");
        expected.positions()
                .ifPresent(
                        positions ->
                                check(what + ": positions", positions, actual.positions().get()));
    }

    private static void check(String what, Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape(), what);
        assertArrayEquals(expected.toArray(), actual.toArray(), what);
    }
}
