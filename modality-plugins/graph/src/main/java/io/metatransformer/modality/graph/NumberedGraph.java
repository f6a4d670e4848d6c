package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;

/**
 * A graph as the embedding reads it: rows of tables for features, and both directions of every undirected edge next to
 * each other.
 *
 * @param nodes their number, n
 * @param nodeRows {@code [n, F]}
 * @param from node at which edge entry 0 … m-1 starts
 * @param to node at which it ends
 * @param edgeRows {@code [m, G]}
 */
record NumberedGraph(int nodes, int[] nodeRows, int[] from, int[] to, int[] edgeRows) {
    /** The graph token and the null token. */
    static final int SPECIAL_TOKENS = 2;

    /** Row 0 pads, and the reference adds one in its preprocessor and one in its collator. */
    private static final int FIRST_ROW = 2;

    /** Edge entries, m. */
    int entries() {
        return from.length;
    }

    /** Tokens without the special ones. */
    int ordinaryTokens() {
        return nodes + entries();
    }

    /**
     * @param name of the input, for messages
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for too many tokens, {@link
     *     ErrorCode#INDEX_OUT_OF_RANGE} for a category that no row stands for
     */
    static NumberedGraph of(String name, Graph graph, Options options) {
        int entries = entries(graph);
        int most = options.integer(GraphOptions.MAX_TOKENS);
        long tokens = (long) SPECIAL_TOKENS + graph.nodes().size() + entries;
        if (tokens > most) {
            throw new MetaTransformerException(
                    ErrorCode.LIMIT_EXCEEDED,
                    name
                            + ": "
                            + graph.nodes().size()
                            + " nodes and "
                            + entries
                            + " edge entries give "
                            + tokens
                            + " tokens, at most "
                            + most
                            + " are read");
        }
        int offset = options.integer(GraphOptions.OFFSET);
        int[] nodeRows =
                rows(
                        graph.nodeFeatures(),
                        graph.nodeColumns(),
                        offset,
                        options.integer(GraphOptions.NODE_ROWS),
                        node -> name + ": node " + Quoted.of(graph.nodes().get(node)));
        int[] ofEdges =
                rows(
                        graph.edgeFeatures(),
                        graph.edgeColumns(),
                        offset,
                        options.integer(GraphOptions.EDGE_ROWS),
                        edge -> name + ": edge " + (edge + 1));
        return spread(graph, entries, nodeRows, ofEdges);
    }

    private static int entries(Graph graph) {
        int entries = 0;
        for (int edge = 0; edge < graph.edges(); edge++) {
            entries += twice(graph, edge) ? 2 : 1;
        }
        return entries;
    }

    private static boolean twice(Graph graph, int edge) {
        return !graph.directed() && graph.ends()[2 * edge] != graph.ends()[2 * edge + 1];
    }

    private static NumberedGraph spread(Graph graph, int entries, int[] nodeRows, int[] ofEdges) {
        int columns = graph.edgeColumns();
        int[] from = new int[entries];
        int[] to = new int[entries];
        int[] edgeRows = new int[entries * columns];
        int entry = 0;
        for (int edge = 0; edge < graph.edges(); edge++) {
            int source = graph.ends()[2 * edge];
            int target = graph.ends()[2 * edge + 1];
            for (int way = 0; way < (twice(graph, edge) ? 2 : 1); way++) {
                from[entry] = way == 0 ? source : target;
                to[entry] = way == 0 ? target : source;
                System.arraycopy(ofEdges, edge * columns, edgeRows, entry * columns, columns);
                entry++;
            }
        }
        return new NumberedGraph(graph.nodes().size(), nodeRows, from, to, edgeRows);
    }

    private interface Owner {
        String called(int index);
    }

    /** Category c of feature j becomes row {@code c + 2 + offset · j}. */
    private static int[] rows(int[] categories, int columns, int offset, int rows, Owner owner) {
        int[] found = new int[categories.length];
        for (int i = 0; i < categories.length; i++) {
            int column = i % columns;
            long row = categories[i] + FIRST_ROW + (long) offset * column;
            if (categories[i] >= offset || row >= rows) {
                throw new MetaTransformerException(
                        ErrorCode.INDEX_OUT_OF_RANGE,
                        owner.called(i / columns)
                                + ", feature "
                                + (column + 1)
                                + ": category "
                                + categories[i]
                                + " has no row in a table of "
                                + rows
                                + " with "
                                + offset
                                + " per feature");
            }
            found[i] = (int) row;
        }
        return found;
    }
}
