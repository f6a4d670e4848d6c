package io.metatransformer.modality.video;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Turns tubes into tokens: a linear map of each, positions added (Tong et al., NeurIPS 2022, section 3).
 *
 * <p>Thread-safe; holds native memory until it is closed. {@link #close} waits for calls under way.
 */
final class TubeEmbedding implements AutoCloseable {
    private static final String TUBES = "tubes";
    private static final String ADDED = "positions";
    private static final String TOKENS = "tokens";

    private final Network network;
    private final int patch;
    private final int tubelet;
    private final Optional<TubePositions> positions;

    private TubeEmbedding(
            Network network, int patch, int tubelet, Optional<TubePositions> positions) {
        this.network = network;
        this.patch = patch;
        this.tubelet = tubelet;
        this.positions = positions;
    }

    /**
     * @param name of the part, for messages
     * @param width the encoder's, D
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit the
     *     options or each other; nothing stays open then
     */
    static TubeEmbedding open(String name, Weights weights, TubeOptions options, int width) {
        int[] kernel =
                weights.names().contains(VideoWeights.KERNEL)
                        ? weights.shape(VideoWeights.KERNEL)
                        : new int[0];
        boolean inflated = options.inflation() != Inflation.NONE;
        boolean whole = kernel.length == (inflated ? 4 : 5);
        int P =
                options.patch()
                        .orElse(whole ? kernel[kernel.length - 1] : VideoWeights.USUAL_PATCH);
        int tubelet =
                options.tubelet()
                        .orElse(whole && !inflated ? kernel[2] : VideoWeights.USUAL_TUBELET);
        weights.require(name, VideoWeights.specs(options, P, tubelet, width));
        Optional<TubePositions> positions = positions(name, weights, options, tubelet, width);
        int length = Clip.CHANNELS * tubelet * P * P;
        Network network =
                Network.build(
                        name,
                        inflated ? inflated(weights, options.inflation(), tubelet) : weights,
                        (layers, wiring) ->
                                build(layers, wiring, length, width, positions.isPresent()));
        return new TubeEmbedding(network, P, tubelet, positions);
    }

    private static Weights inflated(Weights weights, Inflation inflation, int tubelet) {
        Map<String, Tensor> all = new LinkedHashMap<>();
        weights.names().forEach(name -> all.put(name, weights.get(name)));
        all.compute(VideoWeights.KERNEL, (name, kernel) -> inflation.apply(kernel, tubelet));
        return Weights.of(all);
    }

    private static Optional<TubePositions> positions(
            String name, Weights weights, TubeOptions options, int tubelet, int width) {
        boolean has = weights.names().contains(VideoWeights.POSITIONS);
        if (options.positions().equals("none")) {
            return Optional.empty();
        }
        if (!has || options.positions().equals("sinusoid")) {
            return Optional.of(TubePositions.sinusoids(width));
        }
        Tensor table = weights.get(VideoWeights.POSITIONS);
        int steps = Math.max(1, options.frames() / tubelet);
        TubeOptions.Grid trained =
                options.grid().orElseGet(() -> TubePositions.square(table.size(1), steps));
        try {
            return Optional.of(TubePositions.learned(table, trained));
        } catch (MetaTransformerException refusal) {
            throw refusal.at(name);
        }
    }

    private static void build(Layers layers, Wiring wiring, int length, int D, boolean positioned) {
        Operand<TFloat32> rows =
                layers.linear(wiring.input(TUBES, -1, length), VideoWeights.PROJECTION);
        if (positioned) {
            rows = layers.add(rows, wiring.input(ADDED, -1, D));
        }
        wiring.output(TOKENS, rows);
    }

    /** Edge of a tube in pixels. */
    int patch() {
        return patch;
    }

    /** Frames of a tube. */
    int tubelet() {
        return tubelet;
    }

    /**
     * @param grid over {@code clip}, of tubes of {@link #tubelet} frames and {@link #patch} px
     * @return {@code [tubes, D]}
     */
    Tensor embed(Clip clip, TubeGrid grid) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(TUBES, clip.cut(grid));
        positions.ifPresent(table -> inputs.put(ADDED, table.of(grid)));
        return network.run(inputs).get(TOKENS);
    }

    @Override
    public void close() {
        network.close();
    }
}
