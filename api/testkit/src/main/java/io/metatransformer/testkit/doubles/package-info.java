/**
 * A tokenizer, an encoder and a head for tests: complete, exact and tiny. They keep every promise of their
 * interfaces, learned nothing, and need no native code, so that a test of what lies around them knows what
 * must come out: {@link io.metatransformer.testkit.doubles.NumbersTokenizer} makes one token per number,
 * {@link io.metatransformer.testkit.doubles.EchoEncoder} gives tokens back as features, {@link
 * io.metatransformer.testkit.doubles.MeanHead} answers with their mean.
 *
 * <p>None is registered as a service: a test that wants to discover one lists it in its own {@code
 * META-INF/services}.
 */
package io.metatransformer.testkit.doubles;
