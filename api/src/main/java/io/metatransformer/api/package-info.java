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
 * <p>A plugin is a service, which says what it is and checks what it gets, and the session that it opens:
 *
 * <pre>{@code
 * public final class MorseTokenizer implements Tokenizer {
 *     public Modality modality() {
 *         return Modality.of("morse");
 *     }
 *
 *     public List<WeightSpec> weights(Options options, int width) {
 *         return List.of(WeightSpec.required("letters.weight", new WeightSpec.Normal(1), 64, width));
 *     }
 *
 *     public TokenizerSession open(ModelPart part) {
 *         Options options = part.options(options());
 *         part.weights().require(part.name(), weights(options, part.width()));
 *         return new MorseSession(part.name(), options, part.weights().get("letters.weight"));
 *     }
 *     ...
 * }
 *
 * final class MorseSession implements TokenizerSession {
 *     private final Lifetime lifetime;
 *
 *     public TokenSequence tokenize(Input input) {
 *         return lifetime.during(() -> read(input));
 *     }
 *
 *     public void close() {
 *         lifetime.end(() -> {});
 *     }
 *     ...
 * }
 * }</pre>
 *
 * <p>The whole of it is {@code distribution/examples/morse}; {@code docs/writing-a-plugin.md} walks through
 * it. The testkit holds every plugin to what these interfaces promise.
 *
 * <p>Nothing is null: what may be absent is an {@link java.util.Optional}. Values are immutable and may be
 * shared between threads.
 */
package io.metatransformer.api;
