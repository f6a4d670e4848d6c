/**
 * Graphs to tokens: one per node, one per edge entry, after a graph token and a null token.
 *
 * <p>Three stages, each callable alone: reading gives nodes, edges and their categories; numbering gives the rows
 * of two tables that each token sums, and both directions of every undirected edge; embedding sums those rows, what
 * identifies the nodes at both ends (eigenvectors of the Laplacian, orthogonal or random vectors), and whether the
 * token is a node or an edge.
 *
 * <p>Source: TokenGT (arXiv 2207.02505), as the reference (arXiv 2307.10802) has it for molecules of the Open Graph
 * Benchmark.
 */
package io.metatransformer.modality.graph;
