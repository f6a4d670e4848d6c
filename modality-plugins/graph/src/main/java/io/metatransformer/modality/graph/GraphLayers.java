package io.metatransformer.modality.graph;

import io.metatransformer.api.Input;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.PreparedInput;
import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.TokenLayers;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;

/**
 * What {@link GraphEmbedding} computes, for many graphs in one run, to be trained. All tables lie below each other,
 * and a token is the sum of the rows that are named for it.
 */
final class GraphLayers implements TokenLayers {
    private static final String ROWS = "rows";
    private static final String TOKEN_OF_ROW = "token_of_row";
    private static final String COUNT = "count";

    private final GraphReader reader;
    private final Options options;
    private final List<String> tables = new ArrayList<>();
    private final Map<String, Integer> starts = new HashMap<>();

    GraphLayers(ModelPart part, Options options) {
        this.reader = new GraphReader(options);
        this.options = options;
        tables.addAll(
                List.of(
                        GraphWeights.NODES,
                        GraphWeights.EDGES,
                        GraphWeights.GRAPH_TOKEN,
                        GraphWeights.NULL_TOKEN));
        if (options.flag(GraphOptions.TYPE_ID)) {
            tables.add(GraphWeights.TYPES);
        }
        int rows = 0;
        for (String table : tables) {
            starts.put(table, rows);
            rows += part.weights().shape(table)[0];
        }
    }

    @Override
    public PreparedInput prepare(Input input) {
        GraphReader.Read read = reader.read(input);
        NumberedGraph graph = read.graph();
        int tokens = read.segment().length();
        Named named = new Named();
        named.row(GraphWeights.GRAPH_TOKEN, 0);
        named.nextToken();
        named.row(GraphWeights.NULL_TOKEN, 0);
        named.nextToken();
        int columns = graph.nodeRows().length / graph.nodes();
        for (int node = 0; node < graph.nodes(); node++) {
            named.rows(GraphWeights.NODES, graph.nodeRows(), node * columns, columns);
            named.type(GraphEmbedding.NODE);
            named.nextToken();
        }
        columns = graph.entries() == 0 ? 0 : graph.edgeRows().length / graph.entries();
        for (int entry = 0; entry < graph.entries(); entry++) {
            named.rows(GraphWeights.EDGES, graph.edgeRows(), entry * columns, columns);
            named.type(
                    graph.from()[entry] == graph.to()[entry]
                            ? GraphEmbedding.NODE
                            : GraphEmbedding.EDGE);
            named.nextToken();
        }
        Map<String, Tensor> values = new HashMap<>();
        values.put(ROWS, named.found());
        read.ids()
                .forEach(
                        (kind, vectors) -> {
                            int k = vectors.length / graph.nodes();
                            FloatBuffer pairs = GraphEmbedding.pairs(graph, vectors, tokens, k);
                            values.put(kind.name(), Tensor.of(pairs, tokens, 2 * k));
                        });
        return new PreparedInput(read.segment(), values);
    }

    /** Rows of tables, each beside the token that it is for. */
    private final class Named {
        private final List<int[]> pairs = new ArrayList<>();
        private int token;

        void row(String table, int row) {
            pairs.add(new int[] {starts.get(table) + row, token});
        }

        void rows(String table, int[] all, int first, int count) {
            for (int i = first; i < first + count; i++) {
                row(table, all[i]);
            }
        }

        void type(int type) {
            if (starts.containsKey(GraphWeights.TYPES)) {
                row(GraphWeights.TYPES, type);
            }
        }

        void nextToken() {
            token++;
        }

        /** {@code [R, 2]}. */
        Tensor found() {
            FloatBuffer found = Tensor.allocate(2 * pairs.size());
            pairs.forEach(pair -> found.put(pair[0]).put(pair[1]));
            return Tensor.of(found.flip(), pairs.size(), 2);
        }
    }

    @Override
    public Map<String, Tensor> joined(List<PreparedInput> batch) {
        int rows = batch.stream().mapToInt(each -> each.values().get(ROWS).size(0)).sum();
        FloatBuffer all = Tensor.allocate(rows);
        FloatBuffer tokens = Tensor.allocate(rows);
        int before = 0;
        for (PreparedInput each : batch) {
            FloatBuffer own = each.values().get(ROWS).data();
            while (own.hasRemaining()) {
                all.put(own.get());
                tokens.put(before + own.get());
            }
            before += each.segment().length();
        }
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put(ROWS, Tensor.of(all.flip(), rows));
        inputs.put(TOKEN_OF_ROW, Tensor.of(tokens.flip(), rows));
        inputs.put(COUNT, Tensor.of(new float[] {before}, 1));
        for (NodeIds kind : NodeIds.of(options)) {
            int columns = 2 * kind.size(options);
            FloatBuffer pairs = Tensor.allocate(Math.multiplyExact(before, columns));
            batch.forEach(each -> pairs.put(each.values().get(kind.name()).data()));
            inputs.put(kind.name(), Tensor.of(pairs.flip(), before, columns));
        }
        return inputs;
    }

    @Override
    public void build(Layers layers, Entry entry) {
        Ops tf = layers.tf();
        List<Operand<TFloat32>> below = new ArrayList<>();
        tables.forEach(table -> below.add(layers.parameter(table)));
        Operand<TFloat32> table = tf.concat(below, tf.constant(0));
        Operand<TFloat32> rows = tf.gather(table, entry.integers(ROWS, -1), tf.constant(0));
        Operand<TFloat32> sums =
                tf.math.unsortedSegmentSum(
                        rows,
                        entry.integers(TOKEN_OF_ROW, -1),
                        tf.reshape(entry.integers(COUNT, 1), tf.constant(new int[0])));
        entry.output(TOKENS, GraphEmbedding.identified(layers, entry, sums, options));
    }
}
