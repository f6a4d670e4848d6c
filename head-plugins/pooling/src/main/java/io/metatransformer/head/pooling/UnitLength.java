package io.metatransformer.head.pooling;

/** Vectors of length 1, of which the dot product is the cosine. */
public final class UnitLength {
    /** Shorter vectors are divided by this instead of their length, as PyTorch does: zeros stay zero. */
    private static final double MIN_LENGTH = 1e-12;

    private UnitLength() {}

    /** Divides each row by {@code max(length, 1e-12)}, in place; rows {@code [N, width]}. */
    public static void of(float[] rows, int width) {
        for (int from = 0; from < rows.length; from += width) {
            double squares = 0;
            for (int d = 0; d < width; d++) {
                squares += (double) rows[from + d] * rows[from + d];
            }
            double length = Math.max(Math.sqrt(squares), MIN_LENGTH);
            for (int d = 0; d < width; d++) {
                rows[from + d] = (float) (rows[from + d] / length);
            }
        }
    }
}
