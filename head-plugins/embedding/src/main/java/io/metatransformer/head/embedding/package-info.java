/**
 * Features to embeddings: a final norm if the model has one, pooling to one vector (or none: a vector per
 * token), a projection if the model has one, the first {@code dimensions} values, length 1 if asked for.
 * In that order.
 */
package io.metatransformer.head.embedding;
