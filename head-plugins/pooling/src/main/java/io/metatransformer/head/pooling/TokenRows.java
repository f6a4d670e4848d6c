package io.metatransformer.head.pooling;

import io.metatransformer.api.Features;
import io.metatransformer.api.Segment;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * A copy of features as a plain array, {@code [N, D]} row-major, with what is known of its rows. Belongs to
 * one call: it changes in place and is not shared between threads.
 */
public final class TokenRows {
    private final float[] values;
    private final int width;
    private final List<Segment> segments;

    private TokenRows(float[] values, int width, List<Segment> segments) {
        this.values = values;
        this.width = width;
        this.segments = segments;
    }

    public static TokenRows of(Features features) {
        return new TokenRows(features.values().toArray(), features.width(), features.segments());
    }

    /** Normalises every row, special ones included, in place. */
    public TokenRows normalise(LayerNorm norm) {
        for (int row = 0; row < length(); row++) {
            norm.apply(values, row * width);
        }
        return this;
    }

    /** Number of rows, N. */
    public int length() {
        return values.length / width;
    }

    /** Width of a row, D. */
    public int width() {
        return width;
    }

    /** The array itself, {@code [N, D]}. */
    public float[] values() {
        return values;
    }

    List<Segment> segments() {
        return segments;
    }

    float at(int row, int column) {
        return values[row * width + column];
    }

    int ordinaryLength() {
        return segments.stream().mapToInt(segment -> segment.layout().length()).sum();
    }

    /** Every row that is no special token, in order. */
    void forEachOrdinary(IntConsumer row) {
        for (Segment segment : segments) {
            for (int r = segment.ordinaryStart(); r < segment.end(); r++) {
                row.accept(r);
            }
        }
    }
}
