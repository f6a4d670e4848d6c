/**
 * What a plugin is written against: the values that flow (input, tokens, features, prediction), the three
 * services that are found by {@link java.util.ServiceLoader} ({@link io.metatransformer.api.Tokenizer}, {@link
 * io.metatransformer.api.Encoder}, {@link io.metatransformer.api.Head}), and the one way to refuse ({@link
 * io.metatransformer.api.MetaTransformerException}).
 *
 * <pre>
 *   Input ──Tokenizer──▶ TokenSequence [N, D] ──Encoder──▶ Features [N, D] ──Head──▶ Prediction
 * </pre>
 *
 * <p>Nothing is null: what may be absent is an {@link java.util.Optional}. Values are immutable and may be
 * shared between threads.
 */
package io.metatransformer.api;
