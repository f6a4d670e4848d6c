package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Network;
import java.nio.FloatBuffer;
import java.util.Optional;

/** Vectors of bands to tokens: a linear layer, a class token before them, positions added. */
final class BandEmbedding implements AutoCloseable {
    private final int width;
    private final Optional<Tensor> classToken;
    private final Optional<Tensor> positions;
    private final Network network;

    /** Of weights that were checked. */
    BandEmbedding(ModelPart part, boolean withClassToken, boolean withPositions, int length) {
        this.width = part.width();
        this.classToken =
                withClassToken
                        ? Optional.of(part.weights().get(HyperspectralWeights.CLASS_TOKEN))
                        : Optional.empty();
        this.positions =
                withPositions
                        ? Optional.of(part.weights().get(HyperspectralWeights.POSITIONS))
                        : Optional.empty();
        this.network =
                Network.build(
                        part.name(),
                        part.weights(),
                        (layers, wiring) -> {
                            var vectors = wiring.input("vectors", -1, length);
                            wiring.output(
                                    "tokens",
                                    layers.linear(vectors, HyperspectralWeights.PROJECTION));
                        });
    }

    int specialTokens() {
        return classToken.isPresent() ? 1 : 0;
    }

    /** The most bands that positions reach to; no limit without positions. */
    int maxBands() {
        return positions.map(p -> p.size(1) - 1).orElse(Integer.MAX_VALUE);
    }

    /** vectors [B, nb * P * P]; returns [1 + B, D], or [B, D] without a class token. */
    Tensor embed(Tensor vectors) {
        Tensor projected = network.run(vectors);
        int special = specialTokens();
        int N = special + vectors.size(0);
        FloatBuffer tokens = Tensor.allocate(Math.multiplyExact(N, width));
        classToken.ifPresent(token -> tokens.put(token.data()));
        tokens.put(projected.data());
        // Position 0 belongs to the class token, whether or not it is used.
        positions.ifPresent(table -> add(table.data(), (1 - special) * width, tokens));
        return Tensor.of(tokens.rewind(), N, width);
    }

    private static void add(FloatBuffer table, int from, FloatBuffer tokens) {
        for (int i = 0; i < tokens.capacity(); i++) {
            tokens.put(i, tokens.get(i) + table.get(from + i));
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
