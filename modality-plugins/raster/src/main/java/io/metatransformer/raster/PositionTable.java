package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Vectors that are added to the tokens of a picture, one per place in the grid. Immutable. */
public interface PositionTable {

    /** {@code [prefix + rows · cols, D]}: those of the prefix tokens first. */
    Tensor rows(int rows, int cols);

    /**
     * Learned positions, {@code [prefix + gridRows · gridCols, D]}, resampled where the grid is another.
     *
     * @param prefix prefix positions among them
     * @param used how many of those are wanted: all or none
     */
    static PositionTable learned(
            Tensor table,
            int prefix,
            int used,
            int gridRows,
            int gridCols,
            PositionResampling resampling) {
        int D = table.size(1);
        FloatBuffer trained =
                table.data().slice((prefix - used) * D, table.elements() - (prefix - used) * D);
        Tensor kept = Tensor.of(trained, used + gridRows * gridCols, D);
        return (rows, cols) ->
                rows == gridRows && cols == gridCols
                        ? kept
                        : resampled(
                                kept.toArray(),
                                used,
                                D,
                                gridRows,
                                gridCols,
                                rows,
                                cols,
                                resampling);
    }

    private static Tensor resampled(
            float[] table,
            int prefix,
            int D,
            int fromRows,
            int fromCols,
            int rows,
            int cols,
            PositionResampling resampling) {
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(prefix + rows * cols, D));
        all.put(table, 0, prefix * D);
        Taps across = resampling.taps(fromCols, cols);
        Taps down = resampling.taps(fromRows, rows);
        float[] wide = new float[Math.multiplyExact(fromRows * cols, D)];
        double[] sum = new double[D];
        for (int r = 0; r < fromRows; r++) {
            for (int c = 0; c < cols; c++) {
                int from = (prefix + r * fromCols + across.first()[c]) * D;
                combine(table, from, D, across.weights()[c], sum);
                for (int d = 0; d < D; d++) {
                    wide[(r * cols + c) * D + d] = (float) sum[d];
                }
            }
        }
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < cols; c++) {
                combine(wide, (down.first()[r] * cols + c) * D, cols * D, down.weights()[r], sum);
                for (int d = 0; d < D; d++) {
                    all.put((float) sum[d]);
                }
            }
        }
        return Tensor.of(all.flip(), prefix + rows * cols, D);
    }

    /** sum [D] of {@code weights[j]} times the vector at {@code from + j · step}. */
    private static void combine(float[] table, int from, int step, double[] weights, double[] sum) {
        Arrays.fill(sum, 0);
        for (int j = 0; j < weights.length; j++) {
            double w = weights[j];
            int at = from + j * step;
            for (int d = 0; d < sum.length; d++) {
                sum[d] += w * table[at + d];
            }
        }
    }

    /**
     * Sines and cosines of the place in the sequence (Vaswani et al. 2017, section 3.5): sin for even
     * channels, cos for odd ones, of {@code p / 10000^(2(j/2)/D)}. Prefix tokens get none.
     */
    static PositionTable sinusoids(int prefix, int D) {
        return (rows, cols) -> {
            FloatBuffer all = Tensor.allocate(Math.multiplyExact(prefix + rows * cols, D));
            all.position(prefix * D);
            for (int p = 0; p < rows * cols; p++) {
                for (int j = 0; j < D; j++) {
                    double angle = p / Math.pow(10_000, 2 * (j / 2) / (double) D);
                    all.put((float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
                }
            }
            return Tensor.of(all.flip(), prefix + rows * cols, D);
        };
    }

    /**
     * How many of {@code length} positions stand before a square grid: 0 or 1, or 2 for a distilled model.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if no square fits
     */
    static int prefixBeforeSquare(int length) {
        for (int prefix = 0; prefix <= 2 && prefix < length; prefix++) {
            int edge = (int) Math.round(Math.sqrt(length - prefix));
            if (edge * edge == length - prefix) {
                return prefix;
            }
        }
        throw new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                "'pos_embed' has "
                        + length
                        + " positions, which is no square grid with up to 2 prefix positions; set"
                        + " 'pos_grid' to the rows and columns that it was trained on");
    }
}
