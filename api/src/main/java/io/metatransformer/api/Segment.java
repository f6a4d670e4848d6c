package io.metatransformer.api;

import java.util.Objects;

/**
 * The rows of a sequence that came from one input: {@code specialTokens} leading rows (class, graph or
 * null tokens), then {@code layout.length()} ordinary rows.
 *
 * @param start first row of this segment in its sequence
 */
public record Segment(
        Modality modality, int start, int specialTokens, Layout layout, Origin origin) {

    public Segment {
        Objects.requireNonNull(modality, "modality");
        Objects.requireNonNull(layout, "layout");
        Objects.requireNonNull(origin, "origin");
        if (start < 0 || specialTokens < 0) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "a segment starts at row 0 or later with 0 or more special tokens, got start "
                            + start
                            + " and "
                            + specialTokens);
        }
        long end = (long) start + specialTokens + layout.length();
        if (end > Integer.MAX_VALUE) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    "a segment ends before row 2^31-1, got start "
                            + start
                            + " and "
                            + specialTokens
                            + " + "
                            + layout.length()
                            + " rows");
        }
    }

    /** Rows of this segment, special ones included. */
    public int length() {
        return specialTokens + layout.length();
    }

    /** The row after the last one. */
    public int end() {
        return start + length();
    }

    /** The first ordinary row. */
    public int ordinaryStart() {
        return start + specialTokens;
    }

    /** This segment, {@code rows} further down. */
    public Segment shifted(int rows) {
        return new Segment(modality, start + rows, specialTokens, layout, origin);
    }
}
