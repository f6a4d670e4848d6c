package io.metatransformer.api;

import java.util.Arrays;

final class Check {
    private Check() {}

    static void positive(String name, int value) {
        if (value < 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, name + " must be at least 1, got " + value);
        }
    }

    /** Refuses sizes, each at least 1, whose product no {@code int} holds. */
    static void countable(String name, int... sizes) {
        long product = 1;
        for (int size : sizes) {
            product *= size;
            if (product > Integer.MAX_VALUE) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        name + " " + Arrays.toString(sizes) + " has more than 2^31-1 tokens");
            }
        }
    }
}
