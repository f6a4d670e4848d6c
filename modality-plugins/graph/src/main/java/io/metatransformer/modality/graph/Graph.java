package io.metatransformer.modality.graph;

import java.util.List;

/**
 * A graph as its file has it, checked: every edge ends at a node, every node has as many features as the others.
 *
 * @param directed whether an edge leads from its first end to its second only
 * @param nodes their ids, {@code n} different ones
 * @param nodeFeatures categories, {@code [n, F]}, 0 or more each
 * @param ends indices of nodes, {@code [E, 2]}
 * @param edgeFeatures categories, {@code [E, G]}, 0 or more each
 */
record Graph(
        boolean directed, List<String> nodes, int[] nodeFeatures, int[] ends, int[] edgeFeatures) {

    int edges() {
        return ends.length / 2;
    }

    /** Features of a node, F. */
    int nodeColumns() {
        return nodeFeatures.length / nodes.size();
    }

    /** Features of an edge, G. */
    int edgeColumns() {
        return edges() == 0 ? 0 : edgeFeatures.length / edges();
    }
}
