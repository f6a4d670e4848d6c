package io.metatransformer.api;

import java.util.List;

/** What {@link TokenSequence} and {@link Features} ask of their rows. */
final class Rows {
    private Rows() {}

    static Tensor matrix(String name, Tensor tensor) {
        if (tensor.rank() != 2 || tensor.size(0) < 1 || tensor.size(1) < 1) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    name + " must be [length, width], both at least 1, got " + tensor);
        }
        return tensor;
    }

    static List<Segment> covering(List<Segment> segments, int length) {
        int row = 0;
        for (Segment segment : segments) {
            if (segment.start() != row) {
                throw new MetaTransformerException(
                        ErrorCode.SHAPE_MISMATCH,
                        "a segment starts at row " + segment.start() + ", expected row " + row);
            }
            row = segment.end();
        }
        if (row != length) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "segments cover " + row + " rows, the sequence has " + length);
        }
        return List.copyOf(segments);
    }
}
