/**
 * Features to the most alike items of a gallery: pooled to one vector, projected if the model has a matrix,
 * brought to length 1, and compared with every item (exact search). A gallery is filled by {@code fit}.
 *
 * <p>Source: embeddings as CLIP compares them (arXiv 2103.00020); the reference's person re-identification.
 */
package io.metatransformer.head.retrieval;
