package io.metatransformer.modality.imu;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Network;
import io.metatransformer.series.CircularWindows;
import io.metatransformer.series.Positions;
import java.util.Map;

/**
 * One token per sample: a circular convolution of kernel 3 over all six channels plus
 * sinusoids of the position; what the reference's Data2Seq does with time series, which it means for these
 * signals too.
 */
final class SampleEmbedding implements ImuEmbedding {
    private static final String WINDOWS = "windows";
    private static final String POSITIONS = "positions";
    private static final String TOKENS = "tokens";
    private static final int INPUTS = CircularWindows.KERNEL * Column.COUNT;

    private final int width;
    private final Positions positions;
    private final Network network;

    SampleEmbedding(ModelPart part) {
        width = part.width();
        positions = new Positions(width, part.weights().find(ImuWeights.POSITIONS));
        network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> {
                            var windows = wiring.input(WINDOWS, -1, INPUTS);
                            var added = wiring.input(POSITIONS, -1, width);
                            wiring.output(
                                    TOKENS,
                                    layers.add(layers.linear(windows, ImuWeights.SAMPLES), added));
                        });
    }

    @Override
    public int tokens(int samples) {
        return samples;
    }

    @Override
    public Tensor embed(ImuWindow window) {
        int tokens = window.samples();
        Tensor windows =
                Tensor.of(CircularWindows.of(window.values(), Column.COUNT), tokens, INPUTS);
        Tensor added = Tensor.of(positions.rows(tokens), tokens, width);
        return network.run(Map.of(WINDOWS, windows, POSITIONS, added)).get(TOKENS);
    }

    @Override
    public int specialTokens() {
        return 0;
    }

    @Override
    public void close() {
        network.close();
    }
}
