package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.raster.PositionResampling;
import io.metatransformer.raster.PositionTable;
import java.nio.FloatBuffer;
import java.util.concurrent.atomic.AtomicReference;

/** Vectors that are added to tokens, one per tube of a grid. Immutable. */
@FunctionalInterface
interface TubePositions {

    /** {@code [tubes, D]}. */
    Tensor of(TubeGrid grid);

    /**
     * Sines and cosines of the place in the sequence (Vaswani et al. 2017, section 3.5): sin for even channels, cos
     * for odd ones, of {@code p / 10000^(2(j/2)/D)}. Most calls ask for the same length as the one before.
     */
    static TubePositions sinusoids(int D) {
        AtomicReference<Tensor> latest = new AtomicReference<>(sinusoids(1, D));
        return grid -> {
            Tensor table = latest.get();
            if (table.size(0) != grid.count()) {
                table = sinusoids(grid.count(), D);
                latest.set(table);
            }
            return table;
        };
    }

    private static Tensor sinusoids(int N, int D) {
        double[] divisor = new double[D];
        for (int j = 0; j < D; j++) {
            divisor[j] = Math.pow(10_000, 2 * (j / 2) / (double) D);
        }
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(N, D));
        for (int p = 0; p < N; p++) {
            for (int j = 0; j < D; j++) {
                double angle = p / divisor[j];
                all.put((float) (j % 2 == 0 ? Math.sin(angle) : Math.cos(angle)));
            }
        }
        return Tensor.of(all.flip(), N, D);
    }

    /**
     * Learned positions: of another grid first every step in space, by Keys' cubic, then along time between the two
     * nearest.
     *
     * @param table {@code [1, steps · rows · cols, D]}
     * @param trained the grid that it was trained on
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} if it has another length
     */
    static TubePositions learned(Tensor table, TubeOptions.Grid trained) {
        int D = table.size(2);
        int G = trained.rows() * trained.cols();
        if ((long) trained.steps() * G != table.size(1)) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    "'pos_embed' has "
                            + table.size(1)
                            + " positions, which are not "
                            + trained.steps()
                            + " x "
                            + trained.rows()
                            + " x "
                            + trained.cols()
                            + "; set 'pos_grid' to the tubes in time, rows and columns that it was trained"
                            + " on");
        }
        return grid -> inTime(inSpace(table, trained, grid), trained.steps(), grid, D);
    }

    /** {@code [trained steps, rows · cols · D]}. */
    private static Tensor inSpace(Tensor table, TubeOptions.Grid trained, TubeGrid grid) {
        int D = table.size(2);
        int from = trained.rows() * trained.cols();
        int to = grid.rows() * grid.cols();
        FloatBuffer all = Tensor.allocate(Math.multiplyExact(trained.steps(), to * D));
        for (int t = 0; t < trained.steps(); t++) {
            Tensor step = Tensor.of(table.data().slice(t * from * D, from * D), from, D);
            all.put(
                    PositionTable.learned(
                                    step,
                                    0,
                                    0,
                                    trained.rows(),
                                    trained.cols(),
                                    PositionResampling.BICUBIC)
                            .rows(grid.rows(), grid.cols())
                            .data());
        }
        return Tensor.of(all.flip(), trained.steps(), to * D);
    }

    private static Tensor inTime(Tensor steps, int trained, TubeGrid grid, int D) {
        return PositionTable.learned(steps, 0, 0, trained, 1, PositionResampling.BILINEAR)
                .rows(grid.steps(), 1)
                .reshape(grid.count(), D);
    }

    /** The grid of a table of {@code length}: as many steps as the model's clips have, and a square. */
    static TubeOptions.Grid square(int length, int steps) {
        int edge = (int) Math.round(Math.sqrt((double) length / steps));
        return new TubeOptions.Grid(steps, edge, edge);
    }
}
