package io.metatransformer.series;

import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.Optional;

/**
 * The vector that says where in the series a token lies: from the table of a checkpoint as far as it reaches,
 * beyond by formula. Safe to share between threads.
 */
public final class Positions {
    /** Rows that are kept once computed; longer series compute the rest anew. */
    private static final int KEPT_ROWS = 5000;

    private final int width;
    private final Sinusoids formula;
    private volatile float[] known;

    /**
     * @param table {@code [1, rows, D]}
     */
    public Positions(int width, Optional<Tensor> table) {
        this.width = width;
        this.formula = new Sinusoids(width);
        this.known = table.map(Tensor::toArray).orElseGet(() -> new float[0]);
    }

    /** {@code [rows, D]}, the caller's own. */
    public float[] rows(int rows) {
        float[] table = known;
        int needed = Math.multiplyExact(rows, width);
        if (table.length < needed && table.length < KEPT_ROWS * width) {
            table = extended(table, Math.min(KEPT_ROWS * width, needed));
            known = table; // a race costs a computation, never a wrong value
        }
        return table.length < needed ? extended(table, needed) : Arrays.copyOf(table, needed);
    }

    private float[] extended(float[] table, int length) {
        float[] longer = Arrays.copyOf(table, length);
        for (int at = table.length; at < length; at += width) {
            formula.write(at / width, longer, at);
        }
        return longer;
    }
}
