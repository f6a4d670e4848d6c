package io.metatransformer.head.retrieval;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Prediction.Neighbour;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Every cosine of a query and a gallery, by one matrix product in TensorFlow. Thread-safe; native memory. */
final class Search implements AutoCloseable {
    private final String name;
    private final List<Target.Item> items;
    private final int width;
    private final Network network;

    Search(String name, Gallery gallery) {
        this.name = name;
        this.items = gallery.items();
        this.width = gallery.width();
        this.network =
                Network.build(
                        name,
                        Weights.of(Map.of(Gallery.ROWS, gallery.rows())),
                        (layers, wiring) ->
                                wiring.output(
                                        "cosines",
                                        layers.product(
                                                wiring.input("queries", -1, width),
                                                layers.parameter(Gallery.ROWS),
                                                true)));
    }

    /** Items of the gallery, G. */
    int size() {
        return items.size();
    }

    /**
     * @param queries {@code [B, E]}, each row of length 1
     * @return {@code [B, G]}
     */
    float[] cosines(float[] queries) {
        float[] cosines = network.run(Tensor.of(queries, queries.length / width, width)).toArray();
        for (int i = 0; i < cosines.length; i++) {
            if (!Float.isFinite(cosines[i])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, name + ": a similarity is not finite");
            }
            cosines[i] = Math.max(-1, Math.min(1, cosines[i])); // rounding alone leaves the range
        }
        return cosines;
    }

    /**
     * The {@code k} most alike items of one query.
     *
     * @param cosines of {@link #cosines}
     * @param from where those of the query begin
     * @param scale natural logarithm of what a softmax multiplies cosines by; absent for no probabilities
     */
    List<Neighbour> neighbours(float[] cosines, int from, int k, Optional<Double> scale) {
        Optional<Softmax> softmax =
                scale.map(logarithm -> Softmax.of(cosines, from, size(), Math.exp(logarithm)));
        List<Neighbour> neighbours = new ArrayList<>();
        for (int g : Nearest.of(cosines, from, size(), k)) {
            Target.Item item = items.get(g);
            float cosine = cosines[from + g];
            neighbours.add(
                    new Neighbour(
                            item.id(),
                            item.label(),
                            item.camera(),
                            cosine,
                            softmax.map(each -> each.of(cosine))));
        }
        return neighbours;
    }

    /** {@code exp(scale · cosine) / sum}, shifted so that nothing overflows. */
    private record Softmax(double scale, double sum) {
        static Softmax of(float[] cosines, int from, int G, double scale) {
            double sum = 0;
            for (int g = 0; g < G; g++) {
                sum += Math.exp(scale * (cosines[from + g] - 1));
            }
            return new Softmax(scale, sum);
        }

        float of(float cosine) {
            return (float) (Math.exp(scale * (cosine - 1)) / sum);
        }
    }

    @Override
    public void close() {
        network.close();
    }
}
