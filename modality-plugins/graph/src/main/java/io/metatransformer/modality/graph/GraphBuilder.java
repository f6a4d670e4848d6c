package io.metatransformer.modality.graph;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Puts a graph together as a reader meets its pieces: edges may come before the nodes that they end at. Limits are
 * kept while it grows.
 */
final class GraphBuilder {
    private static final int NOT_A_NODE = -1;

    private final GraphLimits limits;

    /** Ids in order of mention, as a node or as the end of an edge. */
    private final Map<String, Integer> mentioned = new HashMap<>();

    private final List<String> names = new ArrayList<>();

    /** Per mention, the index of the node. */
    private final IntList nodeOf = new IntList();

    private final List<String> nodes = new ArrayList<>();
    private final FeatureRows nodeFeatures = new FeatureRows("node");

    /** Mentions, two per edge. */
    private final IntList ends = new IntList();

    private final FeatureRows edgeFeatures = new FeatureRows("edge");
    private Place place;

    /**
     * @param place where the reader stands, whenever it is asked
     */
    GraphBuilder(GraphLimits limits, Place place) {
        this.limits = limits;
        this.place = place;
    }

    /** From now on pieces come from another file. */
    void goesOnAt(Place other) {
        place = other;
    }

    int nodes() {
        return nodes.size();
    }

    int edges() {
        return ends.size() / 2;
    }

    /** Rows that {@link #nodeFeatures(int[], int)} took. */
    int nodeFeatureRows() {
        return nodeFeatures.count();
    }

    /** The next node. */
    void node(String id) {
        int mention = mention(id);
        if (nodeOf.get(mention) != NOT_A_NODE) {
            throw place.refusal(
                    ErrorCode.SCHEMA_MISMATCH, "node " + Quoted.of(id) + " is there twice");
        }
        nodeOf.set(mention, nodes.size());
        nodes.add(id);
    }

    /** The features of the next node that has none yet: {@code length} of {@code row}. */
    void nodeFeatures(int[] row, int length) {
        checkCount(nodeFeatures.count(), limits.nodes(), "nodes");
        nodeFeatures.add(place, row, length);
    }

    /** The next edge. */
    void edge(String source, String target) {
        checkCount(edges(), limits.edges(), "edges");
        ends.add(mention(source));
        ends.add(mention(target));
    }

    /** The features of the next edge that has none yet: {@code length} of {@code row}. */
    void edgeFeatures(int[] row, int length) {
        checkCount(edgeFeatures.count(), limits.edges(), "edges");
        edgeFeatures.add(place, row, length);
    }

    private int mention(String id) {
        Integer known = mentioned.get(id);
        if (known != null) {
            return known;
        }
        checkCount(names.size(), limits.nodes(), "nodes");
        mentioned.put(id, names.size());
        names.add(id);
        nodeOf.add(NOT_A_NODE);
        return names.size() - 1;
    }

    private void checkCount(int count, int most, String what) {
        if (count == most) {
            throw place.refusal(ErrorCode.LIMIT_EXCEEDED, "more than " + most + " " + what);
        }
    }

    /** Makes nodes of the ends of all edges, in order of appearance, each with the one feature 0. */
    void endsAreNodes() {
        List.copyOf(names).forEach(this::node);
        zeroFeatures();
    }

    /** Gives every node the one feature 0. */
    void zeroFeatures() {
        for (int node = 0; node < nodes.size(); node++) {
            nodeFeatures(new int[1], 1);
        }
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#EMPTY_INPUT} for no nodes, {@link
     *     ErrorCode#INDEX_OUT_OF_RANGE} for an edge that ends at no node, {@link ErrorCode#SHAPE_MISMATCH} for
     *     rows of features that are too few or too many
     */
    Graph build(boolean directed) {
        int[] indices = ends.toArray();
        for (int end = 0; end < indices.length; end++) {
            int mention = indices[end];
            indices[end] = nodeOf.get(mention);
            if (indices[end] == NOT_A_NODE) {
                throw place.refusal(
                        ErrorCode.INDEX_OUT_OF_RANGE,
                        "edge "
                                + (end / 2 + 1)
                                + " ends at "
                                + Quoted.of(names.get(mention))
                                + ", which is none of the "
                                + nodes.size()
                                + " nodes");
            }
        }
        if (nodes.isEmpty()) {
            throw place.refusal(ErrorCode.EMPTY_INPUT, "the graph has no nodes");
        }
        checkRows(nodeFeatures, nodes.size(), "nodes");
        checkRows(edgeFeatures, edges(), "edges");
        return new Graph(
                directed,
                List.copyOf(nodes),
                nodeFeatures.toArray(),
                indices,
                edgeFeatures.toArray());
    }

    private void checkRows(FeatureRows rows, int expected, String of) {
        if (rows.count() != 0 && rows.count() != expected) {
            throw place.refusal(
                    ErrorCode.SHAPE_MISMATCH,
                    rows.count() + " rows of features for " + expected + " " + of);
        }
    }
}
