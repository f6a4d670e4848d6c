package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Turns patches into tokens: a linear map of each, the class token before them, positions added, and the norm
 * that CLIP has before its blocks (Dosovitskiy et al., ICLR 2021, equation 1).
 *
 * <p>Thread-safe; holds native memory until it is closed. {@link #close} waits for calls under way.
 */
public final class PatchEmbedding implements AutoCloseable {
    private static final String PATCHES = "patches";
    private static final String ADDED = "positions";
    private static final String TOKENS = "tokens";

    private final Network network;
    private final int channels;
    private final int patch;
    private final int prefix;
    private final Optional<PositionTable> positions;

    private PatchEmbedding(
            Network network,
            int channels,
            int patch,
            int prefix,
            Optional<PositionTable> positions) {
        this.network = network;
        this.channels = channels;
        this.patch = patch;
        this.prefix = prefix;
        this.positions = positions;
    }

    /**
     * @param name of the part, for messages
     * @param channels that patches may have, the usual number first
     * @param width the encoder's, D
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit the
     *     options or each other; nothing stays open then
     */
    public static PatchEmbedding open(
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
        List<WeightSpec> specs = PatchWeights.specs(options, C, P, width);
        weights.require(name, specs);
        boolean hasClass = weights.names().contains(PatchWeights.CLASS_TOKEN);
        boolean classToken =
                options.classToken().equals("prepend")
                        || options.classToken().equals("auto") && hasClass;
        int prefix = classToken ? 1 : 0;
        Optional<PositionTable> positions = positions(name, weights, options, prefix, width);
        boolean norm = hasNorm(name, weights);
        Network network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                build(
                                        layers,
                                        wiring,
                                        C * P * P,
                                        width,
                                        classToken,
                                        positions.isPresent(),
                                        norm ? Optional.of(options.normEps()) : Optional.empty()));
        return new PatchEmbedding(network, C, P, prefix, positions);
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

    private static Optional<PositionTable> positions(
            String name, Weights weights, EmbeddingOptions options, int prefix, int width) {
        boolean has = weights.names().contains(PatchWeights.POSITIONS);
        if (options.positions().equals("sinusoid")) {
            return Optional.of(PositionTable.sinusoids(prefix, width));
        }
        if (!has || options.positions().equals("none")) {
            return Optional.empty();
        }
        Tensor table = weights.get(PatchWeights.POSITIONS);
        int length = table.size(1);
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
        return Optional.of(
                PositionTable.learned(
                        table.reshape(length, width),
                        before,
                        prefix,
                        rows,
                        cols,
                        options.resampling()));
    }

    private static void build(
            Layers layers,
            Wiring wiring,
            int length,
            int D,
            boolean classToken,
            boolean positions,
            Optional<Float> normEps) {
        Ops tf = layers.tf();
        Operand<TFloat32> rows =
                layers.linear(wiring.input(PATCHES, -1, length), PatchWeights.PROJECTION);
        if (classToken) {
            Operand<TFloat32> row =
                    tf.reshape(
                            layers.parameter(PatchWeights.CLASS_TOKEN),
                            tf.constant(new int[] {1, D}));
            rows = tf.concat(List.of(row, rows), tf.constant(0));
        }
        if (positions) {
            rows = layers.add(rows, wiring.input(ADDED, -1, D));
        }
        if (normEps.isPresent()) {
            rows = layers.layerNorm(rows, PatchWeights.NORM, normEps.get());
        }
        wiring.output(TOKENS, rows);
    }

    /** Channels of a patch. */
    public int channels() {
        return channels;
    }

    /** Edge of a patch in pixels. */
    public int patch() {
        return patch;
    }

    /** Tokens before those of the patches: 1 with a class token, else 0. */
    public int prefix() {
        return prefix;
    }

    /**
     * @param picture as many channels as {@link #channels}, at least as large as {@code grid} where that is not
     *     padded
     * @param grid of patches of {@link #patch} px
     * @return {@code [prefix + patches, D]}
     */
    public Tensor embed(Planes picture, PatchGrid grid) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(PATCHES, grid.cut(picture));
        positions.ifPresent(table -> inputs.put(ADDED, table.rows(grid.rows(), grid.cols())));
        return network.run(inputs).get(TOKENS);
    }

    @Override
    public void close() {
        network.close();
    }
}
