package io.metatransformer.api;

/** Class indices in a tensor. */
final class Indices {
    private Indices() {}

    /** Refuses another rank, and values that are neither an index below {@code count} nor ignored. */
    static void check(String what, Tensor classes, int rank, int count) {
        if (classes.rank() != rank) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    what + " must be of rank " + rank + ", got " + classes);
        }
        for (float value : classes.toArray()) {
            if (value != (int) value || value < Target.IGNORED || value >= count) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        what + " has class " + value + ", but there are " + count + " labels");
            }
        }
    }
}
