package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a graph, numbers it, identifies its nodes, embeds. All native memory is the embedding's. */
final class GraphSession implements TokenizerSession {
    private final int width;
    private final Options options;
    private final GraphEmbedding embedding;
    private final Lifetime lifetime;

    GraphSession(ModelPart part, Options options) {
        this.width = part.width();
        this.options = options;
        this.embedding = new GraphEmbedding(part, options);
        this.lifetime = new Lifetime(part.name());
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public int maxTokens() {
        return options.integer(GraphOptions.MAX_TOKENS);
    }

    @Override
    public TokenSequence tokenize(Input input) {
        return lifetime.during(() -> read(input));
    }

    private TokenSequence read(Input input) {
        Options chosen = options.withRequest(input.options());
        Graph graph = GraphFile.read(input, chosen);
        NumberedGraph numbered = NumberedGraph.of(input.name(), graph, chosen);
        Tensor tokens = embedding.embed(numbered, ids(input.name(), numbered, chosen));
        return TokenSequence.of(
                tokens,
                Modality.GRAPH,
                NumberedGraph.SPECIAL_TOKENS,
                new Layout.Set(numbered.ordinaryTokens()),
                origin(input.name(), graph, numbered, chosen));
    }

    @Override
    public Optional<Preview> preview(Input input) {
        return lifetime.during(
                () -> {
                    Options chosen = options.withRequest(input.options());
                    Graph graph = GraphFile.read(input, chosen);
                    NumberedGraph.of(input.name(), graph, chosen); // the same refusals
                    return Optional.of(GraphDrawing.of(graph));
                });
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

    private static Origin origin(
            String name, Graph graph, NumberedGraph numbered, Options options) {
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

    @Override
    public void close() {
        lifetime.end(embedding::close);
    }
}
