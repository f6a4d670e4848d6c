package io.metatransformer.head.pooling;

import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The learned layers after pooling, in TensorFlow. Thread-safe. */
final class PooledNetwork implements AutoCloseable {
    private final String name;
    private final PooledTask task;
    private final Network network;

    /**
     * @param P width of the vectors
     */
    PooledNetwork(String name, PooledTask task, Weights weights, int P) {
        this.name = name;
        this.task = task;
        this.network =
                Network.build(
                        name,
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "outputs",
                                        task.layers(layers, wiring.input("pooled", -1, P), 0)));
    }

    /**
     * @param vectors {@code [B, P]}
     * @return B whole answers
     */
    List<Prediction> answers(Tensor vectors) {
        return outputs(vectors).stream().map(each -> task.answer(name, each)).toList();
    }

    /**
     * @param vectors {@code [B, P]}
     * @return B outputs of {@code [K]}
     */
    List<float[]> outputs(Tensor vectors) {
        float[] all = network.run(vectors).toArray();
        int K = task.outputs();
        List<float[]> outputs = new ArrayList<>();
        for (int from = 0; from < all.length; from += K) {
            outputs.add(Arrays.copyOfRange(all, from, from + K));
        }
        return outputs;
    }

    @Override
    public void close() {
        network.close();
    }
}
