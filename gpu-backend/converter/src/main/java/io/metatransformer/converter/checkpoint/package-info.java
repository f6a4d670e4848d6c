/**
 * Checkpoints of other projects, made ready for the shared encoder.
 *
 * <p>{@link io.metatransformer.converter.checkpoint.Checkpoint} opens a file, whatever its format;
 * {@link io.metatransformer.converter.checkpoint.EncoderCheckpoint} finds the transformer blocks in it, says
 * whose naming they follow, and gives them the names that the encoder reads. What is left over is offered to
 * tokenizers and heads.
 */
package io.metatransformer.converter.checkpoint;
