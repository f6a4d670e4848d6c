package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.tables.CsvDialect;
import java.util.ArrayList;
import java.util.List;

/** Every option of this tokenizer; defaults are what the reference trained with. */
final class GraphOptions {
    static final String TYPE_ID = "type_id";
    static final String NODE_ROWS = "num_atoms";
    static final String EDGE_ROWS = "num_edges";
    static final String OFFSET = "feature_offset";
    static final String CANONICAL = "lap_canonical";
    static final String SEED = "seed";
    static final String BATCH_INDEX = "batch_index";
    static final String NODES_BEFORE = "batch_nodes_before";
    static final String MAX_TOKENS = "max_tokens";
    static final String DIRECTED = "directed";
    static final String NODES = "nodes";
    private static final String MAX_NODES = "max_nodes";
    private static final String MAX_EDGES = "max_edges";

    /** Most nodes where eigenvectors or orthogonal vectors are sought, unless a model says otherwise. */
    private static final int DENSE_NODES = 4096;

    /** Most that a model may say: the matrix has 2 GB then. */
    private static final int MOST_DENSE_NODES = 16_384;

    private static final int MOST_NODES = 100_000;
    private static final List<Option> ALL = all();

    private GraphOptions() {}

    static List<Option> declared() {
        return ALL;
    }

    private static List<Option> all() {
        List<Option> all = new ArrayList<>();
        for (NodeIds kind : NodeIds.values()) {
            all.add(kind.flagOption());
            all.add(kind.sizeOption());
        }
        all.addAll(model());
        all.addAll(limits());
        all.addAll(request());
        all.addAll(CsvDialect.optionsWithoutMarkers());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.flag(TYPE_ID, true, "Adds whether a token is a node or an edge."),
                Option.flag(
                        CANONICAL,
                        true,
                        "Eigenvectors are made unique; otherwise their signs, and their basis where"
                                + " eigenvalues repeat, are the solver's."),
                Option.integer(
                        NODE_ROWS, 4608, 3, 1 << 20, "rows", "Table of the features of nodes."),
                Option.integer(
                        EDGE_ROWS, 1536, 3, 1 << 20, "rows", "Table of the features of edges."),
                Option.integer(
                        OFFSET, 512, 1, 1 << 20, "rows", "Rows of one feature in these tables."));
    }

    private static List<Option> limits() {
        return List.of(
                Option.integer(
                                MAX_NODES,
                                DENSE_NODES,
                                1,
                                MOST_NODES,
                                "nodes",
                                "Most of one graph; unset: 4096 with eigenvectors or orthogonal"
                                        + " vectors, whose time grows with its cube, else 100000.")
                        .unset(),
                Option.integer(
                        MAX_EDGES, 1_000_000, 0, 10_000_000, "edges", "Most of one graph's file."),
                Option.integer(MAX_TOKENS, 16_384, 3, 1 << 18, "tokens", "Most of one graph."));
    }

    private static List<Option> request() {
        return List.of(
                Option.integer(
                                SEED,
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "",
                                "Of what is random in orthogonal and random vectors.")
                        .settablePerRequest(),
                Option.integer(
                                BATCH_INDEX,
                                0,
                                0,
                                1 << 20,
                                "graphs",
                                "For orthogonal vectors: graphs before this one in its batch, added"
                                        + " to the seed.")
                        .settablePerRequest(),
                Option.integer(
                                NODES_BEFORE,
                                0,
                                0,
                                Integer.MAX_VALUE,
                                "nodes",
                                "For random vectors: nodes of those graphs, whose numbers are passed"
                                        + " over.")
                        .settablePerRequest(),
                Option.flag(DIRECTED, false, "What a file that does not say is: all CSV files.")
                        .settablePerRequest(),
                Option.text(
                                NODES,
                                "",
                                "For an edge list: the table of its nodes, as CSV text. Unset: the file"
                                        + " x.nodes.csv beside a file x.edges.csv, or the ends of edges.")
                        .unset()
                        .settablePerRequest());
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for more nodes than a dense matrix can
     *     have
     */
    static GraphLimits limits(Options options) {
        boolean dense = NodeIds.of(options).stream().anyMatch(NodeIds::dense);
        int byDefault = dense ? DENSE_NODES : MOST_NODES;
        int nodes = options.isSet(MAX_NODES) ? options.integer(MAX_NODES) : byDefault;
        if (dense && nodes > MOST_DENSE_NODES) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'max_nodes' takes at most "
                            + MOST_DENSE_NODES
                            + " where eigenvectors or orthogonal vectors identify nodes, got "
                            + nodes);
        }
        return new GraphLimits(nodes, options.integer(MAX_EDGES));
    }
}
