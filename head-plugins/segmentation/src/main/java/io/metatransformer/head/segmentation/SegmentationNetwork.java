package io.metatransformer.head.segmentation;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;

/** The decoder as it answers. Holds native memory until it is closed. */
final class SegmentationNetwork implements AutoCloseable {
    private final String name;
    private final SegmentationOptions layout;
    private final Network network;

    SegmentationNetwork(String name, SegmentationOptions layout, Weights weights, int width) {
        this.name = name;
        this.layout = layout;
        this.network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "scores",
                                        layout.decoder()
                                                .scores(
                                                        layers,
                                                        wiring.input("grid", -1, -1, -1, width),
                                                        0)));
    }

    /**
     * @param everywhere as {@link PixelClasses#classes}
     */
    Prediction.Mask answer(TokenGrid grid, boolean everywhere) {
        Tensor scores = network.run(grid.batch());
        PixelClasses pixels =
                new PixelClasses(
                        name,
                        grid.frame(),
                        scores.toArray(),
                        scores.size(1),
                        scores.size(2),
                        scores.size(3));
        return new Prediction.Mask(pixels.classes(everywhere), layout.labels());
    }

    @Override
    public void close() {
        network.close();
    }
}
