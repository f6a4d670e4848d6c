package io.metatransformer.api;

import java.util.List;

/**
 * What the shared encoder makes of one {@link TokenSequence}: the same rows, the same segments, new
 * values. Immutable and safe to share between threads.
 */
public final class Features {
    private final Tensor values;
    private final List<Segment> segments;

    private Features(Tensor values, List<Segment> segments) {
        this.values = values;
        this.segments = segments;
    }

    /**
     * @param values {@code [length, width]}
     * @param segments those of the sequence that was encoded
     */
    public static Features of(Tensor values, List<Segment> segments) {
        return new Features(
                Rows.matrix("features", values), Rows.covering(segments, values.size(0)));
    }

    /** Number of tokens, N. */
    public int length() {
        return values.size(0);
    }

    /** Width of a token, D. */
    public int width() {
        return values.size(1);
    }

    /** {@code [length, width]}. */
    public Tensor values() {
        return values;
    }

    /** In order of rows, back to back. */
    public List<Segment> segments() {
        return segments;
    }

    @Override
    public String toString() {
        return "Features[" + length() + ", " + width() + "] of " + segments.size() + " segment(s)";
    }
}
