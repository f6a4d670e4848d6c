package io.metatransformer.modality.graph;

import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/**
 * Sums what makes a token, with {@code P(i)} what identifies node i:
 *
 * <pre>
 *   node i       Σ rows of its features + W · [P(i); P(i)] + type 1
 *   edge (u, v)  Σ rows of its features + W · [P(u); P(v)] + type 0, or type 1 where u = v
 * </pre>
 *
 * <p>The graph token and the null token come first, as they are. Rows are summed here; products and the norm, if
 * there is one, are TensorFlow's.
 */
final class GraphEmbedding implements AutoCloseable {
    private static final float EPS = 1e-5f;
    private static final String SUMS = "sums";
    private static final String TOKENS = "tokens";
    static final int NODE = 1;
    static final int EDGE = 0;

    private final int width;
    private final float[] nodeTable;
    private final float[] edgeTable;
    private final float[] graphToken;
    private final float[] nullToken;
    private final Optional<float[]> types;
    private final Network network;

    GraphEmbedding(ModelPart part, Options options) {
        Weights weights = part.weights();
        width = part.width();
        nodeTable = weights.get(GraphWeights.NODES).toArray();
        edgeTable = weights.get(GraphWeights.EDGES).toArray();
        graphToken = weights.get(GraphWeights.GRAPH_TOKEN).toArray();
        nullToken = weights.get(GraphWeights.NULL_TOKEN).toArray();
        types = weights.find(GraphWeights.TYPES).map(Tensor::toArray);
        network =
                Network.build(
                        part.name(), weights, (layers, wiring) -> wire(layers, wiring, options));
    }

    private void wire(Layers layers, Wiring wiring, Options options) {
        Operand<TFloat32> sums = wiring.input(SUMS, -1, width);
        wiring.output(TOKENS, identified(layers, wiring.entry(Wiring.DEFAULT), sums, options));
    }

    /** Adds what identifies nodes to the sums of rows {@code [M, D]}, and applies the norm if there is one. */
    static Operand<TFloat32> identified(
            Layers layers, Entry entry, Operand<TFloat32> sums, Options options) {
        Operand<TFloat32> tokens = sums;
        for (NodeIds kind : NodeIds.of(options)) {
            var pairs = entry.input(kind.name(), -1, 2 * kind.size(options));
            tokens = layers.add(layers.linear(pairs, kind.encoder()), tokens);
        }
        if (layers.has(GraphWeights.NORM + ".weight") || layers.has(GraphWeights.NORM + ".bias")) {
            tokens = layers.layerNorm(tokens, GraphWeights.NORM, EPS);
        }
        return tokens;
    }

    /**
     * @param ids {@code [n, k]} for each kind that the model has
     * @return {@code [2 + n + m, D]}
     */
    Tensor embed(NumberedGraph graph, Map<NodeIds, float[]> ids) {
        int tokens = NumberedGraph.SPECIAL_TOKENS + graph.ordinaryTokens();
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(SUMS, Tensor.of(sums(graph, tokens), tokens, width));
        new EnumMap<>(ids)
                .forEach(
                        (kind, vectors) -> {
                            int k = vectors.length / graph.nodes();
                            FloatBuffer pairs = pairs(graph, vectors, tokens, k);
                            inputs.put(kind.name(), Tensor.of(pairs, tokens, 2 * k));
                        });
        return network.run(inputs).get(TOKENS);
    }

    private FloatBuffer sums(NumberedGraph graph, int tokens) {
        FloatBuffer sums = Tensor.allocate(Math.multiplyExact(tokens, width));
        sums.put(graphToken).put(nullToken);
        float[] token = new float[width];
        int columns = graph.nodeRows().length / graph.nodes();
        for (int node = 0; node < graph.nodes(); node++) {
            sum(nodeTable, graph.nodeRows(), node * columns, columns, NODE, token);
            sums.put(token);
        }
        columns = graph.entries() == 0 ? 0 : graph.edgeRows().length / graph.entries();
        for (int entry = 0; entry < graph.entries(); entry++) {
            int type = graph.from()[entry] == graph.to()[entry] ? NODE : EDGE;
            sum(edgeTable, graph.edgeRows(), entry * columns, columns, type, token);
            sums.put(token);
        }
        return sums.flip();
    }

    private void sum(float[] table, int[] rows, int first, int count, int type, float[] token) {
        if (types.isPresent()) {
            System.arraycopy(types.get(), type * width, token, 0, width);
        } else {
            Arrays.fill(token, 0);
        }
        for (int i = first; i < first + count; i++) {
            int row = rows[i] * width;
            for (int d = 0; d < width; d++) {
                token[d] += table[row + d];
            }
        }
    }

    /** {@code [P(from); P(to)]} per token; zeros for the special ones, which are no nodes. */
    static FloatBuffer pairs(NumberedGraph graph, float[] vectors, int tokens, int k) {
        FloatBuffer pairs = Tensor.allocate(Math.multiplyExact(tokens, 2 * k));
        pairs.position(NumberedGraph.SPECIAL_TOKENS * 2 * k);
        for (int node = 0; node < graph.nodes(); node++) {
            pairs.put(vectors, node * k, k).put(vectors, node * k, k);
        }
        for (int entry = 0; entry < graph.entries(); entry++) {
            pairs.put(vectors, graph.from()[entry] * k, k).put(vectors, graph.to()[entry] * k, k);
        }
        return pairs.rewind();
    }

    @Override
    public void close() {
        network.close();
    }
}
