package io.metatransformer.modality.imu;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Network;
import java.util.Map;

/**
 * A class token, then one token per ten neighbouring samples (a convolution without padding: 400 samples, 391
 * tokens), plus learned positions. What OneLLM (arXiv 2312.03700) does.
 */
final class ConvolutionEmbedding implements ImuEmbedding {
    private static final String WINDOWS = "windows";
    private static final String ADDED = "added";
    private static final String TOKENS = "tokens";

    private final int width;
    private final float[] classToken;
    private final float[] positions;
    private final Network network;

    ConvolutionEmbedding(ModelPart part) {
        width = part.width();
        classToken = part.weights().get(ImuWeights.CLASS_TOKEN).toArray();
        positions = part.weights().get(ImuWeights.LEARNED_POSITIONS).toArray();
        network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> {
                            var windows =
                                    wiring.input(WINDOWS, -1, ImuWeights.KERNEL * Column.COUNT);
                            var added = wiring.input(ADDED, -1, width);
                            wiring.output(
                                    TOKENS,
                                    layers.add(
                                            layers.linear(windows, ImuWeights.CONVOLUTION), added));
                        });
    }

    @Override
    public int tokens(int samples) {
        return samples - ImuWeights.KERNEL + 2;
    }

    @Override
    public Tensor embed(ImuWindow window) {
        int convolved = tokens(window.samples()) - 1;
        if (convolved < 1) {
            throw ImuEmbedding.tooShort(window, ImuWeights.KERNEL);
        }
        if ((convolved + 1) * width != positions.length) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    window.origin().name()
                            + ": the model has positions for "
                            + (positions.length / width + ImuWeights.KERNEL - 2)
                            + " samples, the window has "
                            + window.samples());
        }
        return network.run(Map.of(WINDOWS, windows(window, convolved), ADDED, added())).get(TOKENS);
    }

    /** {@code [1 + n, 60]}: channel by channel ten samples; zeros first, where the class token comes. */
    private static Tensor windows(ImuWindow window, int convolved) {
        int size = ImuWeights.KERNEL * Column.COUNT;
        float[] windows = new float[Math.multiplyExact(convolved + 1, size)];
        int at = size;
        for (int sample = 0; sample < convolved; sample++) {
            for (int channel = 0; channel < Column.COUNT; channel++) {
                for (int j = 0; j < ImuWeights.KERNEL; j++) {
                    windows[at++] = window.values()[(sample + j) * Column.COUNT + channel];
                }
            }
        }
        return Tensor.of(windows, convolved + 1, size);
    }

    private Tensor added() {
        float[] added = positions.clone();
        for (int d = 0; d < width; d++) {
            added[d] += classToken[d];
        }
        return Tensor.of(added, added.length / width, width);
    }

    @Override
    public int specialTokens() {
        return 1;
    }

    @Override
    public void close() {
        network.close();
    }
}
