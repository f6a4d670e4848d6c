/**
 * What tests of plugins and of the platform share: the contracts that every tokenizer, encoder and head must
 * pass, readers of golden values, and weights that a rule makes.
 *
 * <p>A plugin's test extends {@link io.metatransformer.testkit.TokenizerContract}, {@link
 * io.metatransformer.testkit.EncoderContract} or {@link io.metatransformer.testkit.HeadContract}. For tests
 * of one's own against golden values, {@link io.metatransformer.testkit.Golden} reads the file and {@link
 * io.metatransformer.testkit.Within} compares. This belongs on a test class path, never in a product.
 */
package io.metatransformer.testkit;
