package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * Patches of a spectrogram to tokens: one linear layer, class and distillation token before, positions added.
 *
 * <p>Thread-safe; holds native memory until it is closed. {@link #close} waits for calls under way.
 */
final class AudioEmbedding implements AutoCloseable {
    private static final String PATCHES = "patches";
    private static final String ADDED = "positions";
    private static final String TOKENS = "tokens";

    private final Network network;
    private final TokenOptions options;
    private final int kernelBins;
    private final int kernelFrames;
    private final int prefix;
    private final Optional<AudioPositions> positions;

    private AudioEmbedding(
            Network network, TokenOptions options, int[] kernel, PositionChoice choice) {
        this.network = network;
        this.options = options;
        this.kernelBins = kernel[0];
        this.kernelFrames = kernel[1];
        this.prefix = choice.prefix();
        this.positions = choice.positions();
    }

    /**
     * @param sound the model's, for the grid that positions belong to
     * @throws MetaTransformerException with {@link ErrorCode#BAD_WEIGHTS} for weights that do not fit the options or
     *     each other; nothing stays open then
     */
    static AudioEmbedding open(ModelPart part, AudioOptions sound, TokenOptions options) {
        int[] kernel = kernel(part.weights(), options);
        part.weights()
                .require(
                        part.name(),
                        AudioWeights.specs(options, kernel[0], kernel[1], part.width()));
        if (kernel[0] > sound.bins() || sound.frames() > 0 && kernel[1] > sound.frames()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    part.name()
                            + ": a patch of "
                            + kernel[0]
                            + " mel bins and "
                            + kernel[1]
                            + " frames is larger than the spectrogram of "
                            + sound.bins()
                            + " and "
                            + sound.frames());
        }
        PositionChoice choice = PositionChoice.of(part, sound, options, kernel);
        Weights weights = options.sumRgb() ? SummedKernel.of(part.weights()) : part.weights();
        int D = part.width();
        Network network =
                Network.build(
                        part.name(),
                        weights,
                        (layers, wiring) ->
                                build(layers, wiring, kernel[0] * kernel[1], D, choice));
        return new AudioEmbedding(network, options, kernel, choice);
    }

    /** The weights' own, unless the options say another. */
    private static int[] kernel(Weights weights, TokenOptions options) {
        int[] shape =
                weights.names().contains(AudioWeights.KERNEL)
                        ? weights.shape(AudioWeights.KERNEL)
                        : new int[0];
        if (options.kernel().isEmpty() && shape.length == 4) {
            return new int[] {shape[2], shape[3]};
        }
        int edge = options.kernel().orElse(options.usualKernel());
        return new int[] {edge, edge};
    }

    private static void build(
            Layers layers, Wiring wiring, int length, int D, PositionChoice choice) {
        Ops tf = layers.tf();
        List<Operand<TFloat32>> parts = new ArrayList<>();
        for (String token : List.of(AudioWeights.CLASS_TOKEN, AudioWeights.DISTILLATION_TOKEN)) {
            if (parts.size() < choice.prefix()) {
                parts.add(tf.reshape(layers.parameter(token), tf.constant(new int[] {1, D})));
            }
        }
        parts.add(layers.linear(wiring.input(PATCHES, -1, length), AudioWeights.PROJECTION));
        Operand<TFloat32> rows =
                parts.size() == 1 ? parts.get(0) : tf.concat(parts, tf.constant(0));
        if (choice.positions().isPresent()) {
            rows = layers.add(rows, wiring.input(ADDED, -1, D));
        }
        wiring.output(TOKENS, rows);
    }

    /** Tokens before those of the patches. */
    int prefix() {
        return prefix;
    }

    /**
     * The patches of a spectrogram of that size.
     *
     * @throws MetaTransformerException with {@link ErrorCode#TOO_SHORT} for fewer frames than a patch has, {@link
     *     ErrorCode#SHAPE_MISMATCH} for fewer bins
     */
    SpectrogramPatches patches(int bins, int frames, String name) {
        if (frames < kernelFrames) {
            throw new MetaTransformerException(
                    ErrorCode.TOO_SHORT,
                    name + ": " + frames + " frames of 10 ms, a patch has " + kernelFrames);
        }
        return new SpectrogramPatches(
                options.grid(bins, frames, kernelBins, kernelFrames),
                kernelBins,
                kernelFrames,
                options.frequencyStride(),
                options.timeStride());
    }

    /**
     * @return {@code [prefix + patches, D]}
     */
    Tensor embed(SpectrogramPatches patches, float[] spectrogram, int bins) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put(PATCHES, patches.cut(spectrogram, bins));
        positions.ifPresent(table -> inputs.put(ADDED, table.rows(patches.grid())));
        return network.run(inputs).get(TOKENS);
    }

    @Override
    public void close() {
        network.close();
    }
}
