package io.metatransformer.series;

/**
 * Vectors of positions: {@code sin(p·w_i)} in column 2i, {@code cos(p·w_i)} in column 2i + 1, {@code w_i =
 * exp(-2i·ln(10000) / D)} (Vaswani et al., arXiv 1706.03762). In double precision: the reference's float32 table
 * differs by up to 7e-5 at position 1000, which is its own rounding. Immutable.
 */
public final class Sinusoids {
    private final double[] frequencies;

    /**
     * @param width D, even
     */
    public Sinusoids(int width) {
        frequencies = new double[width / 2];
        for (int i = 0; i < frequencies.length; i++) {
            frequencies[i] = Math.exp(-2.0 * i * Math.log(10_000) / width);
        }
    }

    /** {@code [rows, D]}: positions 0 to {@code rows}, the latter excluded. */
    public float[] table(int rows) {
        int width = 2 * frequencies.length;
        float[] table = new float[Math.multiplyExact(rows, width)];
        for (int row = 0; row < rows; row++) {
            write(row, table, row * width);
        }
        return table;
    }

    /** Writes the vector of one position. */
    void write(int position, float[] target, int at) {
        for (int i = 0; i < frequencies.length; i++) {
            double angle = position * frequencies[i];
            target[at + 2 * i] = (float) Math.sin(angle);
            target[at + 2 * i + 1] = (float) Math.cos(angle);
        }
    }
}
