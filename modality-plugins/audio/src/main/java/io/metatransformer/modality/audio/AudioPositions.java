package io.metatransformer.modality.audio;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/** Vectors that are added to the tokens, one per place in the grid, after those of the prefix. Immutable. */
interface AudioPositions {

    /** {@code [prefix + rows · cols, D]} */
    Tensor rows(TokenGrid grid);

    /**
     * Sines and cosines of a token's index, zeros for the prefix: column {@code j} has the frequency {@code
     * 10000^(-2·(j/2)/D)}.
     */
    static AudioPositions sinusoids(int prefix, int D) {
        return grid -> {
            int count = Math.toIntExact(grid.count());
            FloatBuffer all = Tensor.allocate(Math.multiplyExact(prefix + count, D));
            all.position(prefix * D);
            for (int p = 0; p < count; p++) {
                for (int j = 0; j < D; j++) {
                    double angle = p / Math.pow(10_000, 2 * (j / 2) / (double) D);
                    all.put((float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
                }
            }
            return Tensor.of(all.flip(), prefix + count, D);
        };
    }

    /**
     * Learned positions, brought to another grid as AST does: of fewer columns or rows those in the middle are kept,
     * more are interpolated between the two nearest.
     *
     * @param table {@code [stored + grid, D]}
     * @param stored prefix rows in the table
     * @param used how many of those are wanted: all or none
     */
    static AudioPositions learned(Tensor table, int stored, int used, TokenGrid trained) {
        int D = table.size(1);
        int skipped = (stored - used) * D;
        Tensor kept =
                Tensor.of(
                        table.data().slice(skipped, table.elements() - skipped),
                        used + Math.toIntExact(trained.count()),
                        D);
        return grid -> {
            if (grid.equals(trained)) {
                return kept;
            }
            float[] all = kept.toArray();
            float[] prefix = Arrays.copyOf(all, used * D);
            float[] places = Arrays.copyOfRange(all, used * D, all.length);
            float[] inTime = axis(places, trained.rows(), trained.cols(), grid.cols(), D);
            float[] adapted = axis(inTime, 1, trained.rows(), grid.rows(), grid.cols() * D);
            FloatBuffer joined = Tensor.allocate(prefix.length + adapted.length);
            joined.put(prefix).put(adapted).flip();
            return Tensor.of(joined, used + Math.toIntExact(grid.count()), D);
        };
    }

    /** {@code [outer, from, inner]} to {@code [outer, to, inner]}. */
    private static float[] axis(float[] values, int outer, int from, int to, int inner) {
        float[] adapted = new float[Math.multiplyExact(outer, Math.multiplyExact(to, inner))];
        float scale = (float) from / to; // PyTorch rounds it, which shows from the fifth digit on
        for (int o = 0; o < outer; o++) {
            for (int i = 0; i < to; i++) {
                double place =
                        to <= from ? from / 2 - to / 2 + i : Math.max(0, scale * (i + 0.5) - 0.5);
                int low = (int) place;
                int high = Math.min(low + 1, from - 1);
                double part = place - low;
                for (int k = 0; k < inner; k++) {
                    double before = values[(o * from + low) * inner + k];
                    double after = values[(o * from + high) * inner + k];
                    adapted[(o * to + i) * inner + k] = (float) (before + (after - before) * part);
                }
            }
        }
        return adapted;
    }
}
