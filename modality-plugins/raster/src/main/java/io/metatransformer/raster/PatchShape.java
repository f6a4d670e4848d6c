package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import java.util.List;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * What options and weights together say of a patch embedding.
 *
 * @param channels of a patch
 * @param patch its edge in pixels
 * @param prefix tokens before those of the patches: 1 with a class token, else 0
 * @param learned the table of learned positions, if they are added
 * @param sinusoids whether sines and cosines are added
 * @param normEps of the norm after all that, if there is one
 */
record PatchShape(
        int channels,
        int patch,
        int prefix,
        Optional<Learned> learned,
        boolean sinusoids,
        Optional<Float> normEps) {

    /**
     * Learned positions.
     *
     * @param length of the table, L
     * @param before positions in it before those of the grid
     */
    record Learned(int length, int before, int rows, int cols, PositionResampling resampling) {

        /** @param table {@code [L, any]} */
        PositionTable table(Tensor table, int prefix) {
            return PositionTable.learned(table, before, prefix, rows, cols, resampling);
        }

        /** Rows that say of how much of each of the table's rows a position is made: {@code [places, L]}. */
        PositionTable mixing(int prefix) {
            float[] identity = new float[Math.multiplyExact(length, length)];
            for (int i = 0; i < length; i++) {
                identity[i * length + i] = 1;
            }
            return table(Tensor.of(identity, length, length), prefix);
        }
    }

    /**
     * @param name of the part, for messages
     * @param channels that patches may have, the usual number first
     * @param width the encoder's, D
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit the
     *     options or each other
     */
    static PatchShape of(
            String name,
            Weights weights,
            EmbeddingOptions options,
            List<Integer> channels,
            int width) {
        int[] kernel =
                weights.names().contains(PatchWeights.KERNEL)
                        ? weights.shape(PatchWeights.KERNEL)
                        : new int[0];
        boolean whole = kernel.length == 4;
        int C = whole && channels.contains(kernel[1]) ? kernel[1] : channels.get(0);
        int P = options.patch().orElse(whole ? kernel[2] : PatchWeights.usualPatch(width));
        weights.require(name, PatchWeights.specs(options, C, P, width));
        boolean hasClass = weights.names().contains(PatchWeights.CLASS_TOKEN);
        boolean classToken =
                options.classToken().equals("prepend")
                        || options.classToken().equals("auto") && hasClass;
        int prefix = classToken ? 1 : 0;
        boolean sinusoids = options.positions().equals("sinusoid");
        return new PatchShape(
                C,
                P,
                prefix,
                sinusoids ? Optional.empty() : learned(name, weights, options, prefix),
                sinusoids,
                hasNorm(name, weights) ? Optional.of(options.normEps()) : Optional.empty());
    }

    private static boolean hasNorm(String name, Weights weights) {
        boolean weight = weights.names().contains(PatchWeights.NORM + ".weight");
        boolean bias = weights.names().contains(PatchWeights.NORM + ".bias");
        if (weight != bias) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name + ": 'norm_pre.weight' and 'norm_pre.bias' belong together");
        }
        return weight;
    }

    private static Optional<Learned> learned(
            String name, Weights weights, EmbeddingOptions options, int prefix) {
        boolean has = weights.names().contains(PatchWeights.POSITIONS);
        if (!has || options.positions().equals("none")) {
            return Optional.empty();
        }
        int length = weights.shape(PatchWeights.POSITIONS)[1];
        int before =
                options.grid()
                        .map(grid -> length - grid.rows() * grid.cols())
                        .orElseGet(() -> PositionTable.prefixBeforeSquare(length));
        if (before < 0 || prefix > 0 && before != prefix) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS,
                    name
                            + ": 'pos_embed' has "
                            + length
                            + " positions, "
                            + before
                            + " of them before the grid; the tokens have "
                            + prefix
                            + " before it");
        }
        int edge = (int) Math.round(Math.sqrt(length - before));
        int rows = options.grid().map(EmbeddingOptions.Grid::rows).orElse(edge);
        int cols = options.grid().map(EmbeddingOptions.Grid::cols).orElse(edge);
        return Optional.of(new Learned(length, before, rows, cols, options.resampling()));
    }

    /** Numbers of a patch. */
    int values() {
        return channels * patch * patch;
    }

    Operand<TFloat32> normed(Layers layers, Operand<TFloat32> rows) {
        return normEps.isPresent()
                ? layers.layerNorm(rows, PatchWeights.NORM, normEps.get())
                : rows;
    }

    /** Vectors that are added to the tokens, if any are. */
    Optional<PositionTable> positions(Weights weights, int width) {
        if (sinusoids) {
            return Optional.of(PositionTable.sinusoids(prefix, width));
        }
        return learned.map(
                shape ->
                        shape.table(
                                weights.get(PatchWeights.POSITIONS).reshape(shape.length(), width),
                                prefix));
    }
}
