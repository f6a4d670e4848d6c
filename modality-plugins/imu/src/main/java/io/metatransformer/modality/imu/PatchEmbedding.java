package io.metatransformer.modality.imu;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Network;

/**
 * One token per patch of samples that do not overlap: a linear layer over all six channels, then layer
 * normalisation, as ImageBind (arXiv 2305.05665) reads such signals. Samples that fill no patch are left out.
 */
final class PatchEmbedding implements ImuEmbedding {
    private static final float EPS = 1e-5f;

    private final int patch;
    private final Network network;

    PatchEmbedding(ModelPart part, Options options) {
        patch = options.integer("patch");
        network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> {
                            var patches = wiring.input("patches", -1, patch * Column.COUNT);
                            wiring.output(
                                    "tokens",
                                    layers.layerNorm(
                                            layers.linear(patches, ImuWeights.PATCHES),
                                            ImuWeights.NORM,
                                            EPS));
                        });
    }

    @Override
    public int tokens(int samples) {
        return samples / patch;
    }

    @Override
    public Tensor embed(ImuWindow window) {
        int tokens = tokens(window.samples());
        if (tokens < 1) {
            throw ImuEmbedding.tooShort(window, patch);
        }
        int size = patch * Column.COUNT;
        float[] patches = new float[Math.multiplyExact(tokens, size)];
        int at = 0;
        for (int token = 0; token < tokens; token++) {
            for (int channel = 0; channel < Column.COUNT; channel++) {
                for (int j = 0; j < patch; j++) {
                    patches[at++] = window.values()[(token * patch + j) * Column.COUNT + channel];
                }
            }
        }
        return network.run(Tensor.of(patches, tokens, size));
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
