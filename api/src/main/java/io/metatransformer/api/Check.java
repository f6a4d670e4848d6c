package io.metatransformer.api;

final class Check {
    private Check() {}

    static void positive(String name, int value) {
        if (value < 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH, name + " must be at least 1, got " + value);
        }
    }
}
