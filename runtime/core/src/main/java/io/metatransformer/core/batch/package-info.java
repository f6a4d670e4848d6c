/**
 * Batches in front of the encoder: a bounded queue per model, from which sequences of any lengths leave
 * together. An item has its place in the queue before it is tokenized, so that what is refused costs
 * nothing, and an item that is late or withdrawn never reaches the encoder.
 */
package io.metatransformer.core.batch;
