package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
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
        return open(name, weights, PatchShape.of(name, weights, options, channels, width), width);
    }

    /** @param shape of these weights */
    static PatchEmbedding open(String name, Weights weights, PatchShape shape, int width) {
        Optional<PositionTable> positions = shape.positions(weights, width);
        Network network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                build(layers, wiring, shape, width, positions.isPresent()));
        return new PatchEmbedding(
                network, shape.channels(), shape.patch(), shape.prefix(), positions);
    }

    private static void build(
            Layers layers, Wiring wiring, PatchShape shape, int D, boolean positions) {
        Ops tf = layers.tf();
        Operand<TFloat32> rows =
                layers.linear(wiring.input(PATCHES, -1, shape.values()), PatchWeights.PROJECTION);
        if (shape.prefix() > 0) {
            Operand<TFloat32> row =
                    tf.reshape(
                            layers.parameter(PatchWeights.CLASS_TOKEN),
                            tf.constant(new int[] {1, D}));
            rows = tf.concat(List.of(row, rows), tf.constant(0));
        }
        if (positions) {
            rows = layers.add(rows, wiring.input(ADDED, -1, D));
        }
        wiring.output(TOKENS, shape.normed(layers, rows));
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
        return embed(grid.cut(picture), grid);
    }

    /** @param patches as {@link PatchGrid#cut} gives them */
    Tensor embed(Tensor patches, PatchGrid grid) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(PATCHES, patches);
        positions.ifPresent(table -> inputs.put(ADDED, table.rows(grid.rows(), grid.cols())));
        return network.run(inputs).get(TOKENS);
    }

    @Override
    public void close() {
        network.close();
    }
}
