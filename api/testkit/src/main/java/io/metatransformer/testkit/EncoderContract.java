package io.metatransformer.testkit;

/**
 * What every {@link io.metatransformer.api.Encoder} promises, as tests: the one in this process and the one
 * across the event bus pass the same. A test extends this class, names the service and gives a small model:
 *
 * <pre>{@code
 * class TensorFlowEncoderContractTest extends EncoderContract {
 *     @Override
 *     protected String name() {
 *         return "tensorflow";
 *     }
 *
 *     @Override
 *     protected ModelPart part() {
 *         return Exported.tiny(); // a folder with a SavedModel, made once
 *     }
 * }
 * }</pre>
 *
 * <p>Checked are: that it is found, and its options; that features keep rows, segments and order; that a
 * ragged batch gives each item what it gets alone, whatever its neighbours hold; that positions are added
 * before every block; equal results for equal batches and in eight threads; what it refuses; and closing.
 * Whether the numbers are right is for golden values to say.
 */
public abstract class EncoderContract extends EncoderRefusalContract {}
