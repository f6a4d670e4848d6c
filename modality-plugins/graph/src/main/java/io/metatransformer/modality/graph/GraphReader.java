package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a graph, numbers it, identifies its nodes: all of the tokenizer that no weight decides. Immutable. */
final class GraphReader {
    private final Options options;

    GraphReader(Options options) {
        this.options = options;
    }

    /**
     * @param ids {@code [n, k]} for each kind that the model has
     */
    record Read(NumberedGraph graph, Map<NodeIds, float[]> ids, Segment segment) {}

    Read read(Input input) {
        Options chosen = options.withRequest(input.options());
        Graph graph = GraphFile.read(input, chosen);
        NumberedGraph numbered = NumberedGraph.of(input.name(), graph, chosen);
        return new Read(
                numbered,
                ids(input.name(), numbered, chosen),
                new Segment(
                        Modality.GRAPH,
                        0,
                        NumberedGraph.SPECIAL_TOKENS,
                        new Layout.Set(numbered.ordinaryTokens()),
                        origin(input.name(), graph, numbered)));
    }

    Preview draw(Input input) {
        Options chosen = options.withRequest(input.options());
        Graph graph = GraphFile.read(input, chosen);
        NumberedGraph.of(input.name(), graph, chosen); // the same refusals
        return GraphDrawing.of(graph);
    }

    private static Map<NodeIds, float[]> ids(String name, NumberedGraph graph, Options options) {
        Map<NodeIds, float[]> ids = new EnumMap<>(NodeIds.class);
        try {
            for (NodeIds kind : NodeIds.of(options)) {
                ids.put(kind, ids(kind, graph, options));
            }
            return ids;
        } catch (OutOfMemoryError e) { // a dense matrix: the heap itself is not full
            throw new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES,
                    name + ": no memory for dense matrices of " + graph.nodes() + " nodes",
                    e);
        }
    }

    private static float[] ids(NodeIds kind, NumberedGraph graph, Options options) {
        int size = kind.size(options);
        long seed = options.integer(GraphOptions.SEED);
        return switch (kind) {
            case LAPLACIAN -> LaplacianIds.of(graph, size, options.flag(GraphOptions.CANONICAL));
            case ORTHOGONAL ->
                    OrthogonalIds.of(
                            graph.nodes(), size, seed + options.integer(GraphOptions.BATCH_INDEX));
            case RANDOM ->
                    RandomIds.of(
                            graph.nodes(), size, seed, options.integer(GraphOptions.NODES_BEFORE));
        };
    }

    private static Origin origin(String name, Graph graph, NumberedGraph numbered) {
        Map<String, String> facts = new HashMap<>();
        facts.put("nodes", String.valueOf(numbered.nodes()));
        facts.put("edges", String.valueOf(graph.edges()));
        facts.put("directed", String.valueOf(graph.directed()));
        List<String> nodes = graph.nodes();
        for (int node = 0; node < nodes.size(); node++) {
            facts.put("node." + node, nodes.get(node));
        }
        float[] ends = new float[2 * numbered.entries()];
        for (int entry = 0; entry < numbered.entries(); entry++) {
            ends[2 * entry] = numbered.from()[entry];
            ends[2 * entry + 1] = numbered.to()[entry];
        }
        return new Origin(name, facts, Map.of("edges", Tensor.of(ends, numbered.entries(), 2)));
    }
}
