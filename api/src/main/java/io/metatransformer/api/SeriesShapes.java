package io.metatransformer.api;

/** Checks of the tensors of a series. */
final class SeriesShapes {
    private SeriesShapes() {}

    /** Refuses another rank, and values that are not finite. */
    static void require(String what, Tensor values, int rank) {
        if (values.rank() != rank) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    what + " must be of rank " + rank + ", got " + values);
        }
        requireFinite(what, values);
    }

    static void requireFinite(String what, Tensor values) {
        for (float value : values.toArray()) {
            if (!Float.isFinite(value)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE, what + " must be finite, got " + value);
            }
        }
    }
}
