package io.metatransformer.modality.graph;

/**
 * How large a graph may be.
 *
 * @param nodes the most that are read
 * @param edges the most that are read, an undirected one counted once
 */
record GraphLimits(int nodes, int edges) {
    /** Most features of one node or edge. */
    static final int MAX_FEATURES = 4096;
}
