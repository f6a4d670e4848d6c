package io.metatransformer.testkit;

/**
 * What every {@link io.metatransformer.api.Tokenizer} promises, as tests. A plugin's test extends this class
 * and names its modality and a few small inputs:
 *
 * <pre>{@code
 * class ImageTokenizerContractTest extends TokenizerContract {
 *     @Override
 *     protected Modality modality() {
 *         return Modality.IMAGE;
 *     }
 *
 *     @Override
 *     protected List<Input> samples() {
 *         return List.of(Input.of(Modality.IMAGE, Path.of("src/test/resources/cat.png")));
 *     }
 * }
 * }</pre>
 *
 * <p>The tokenizer is found through {@link java.util.ServiceLoader}, as the runtime would, and opened with
 * weights drawn as it declares them. Checked are: what it says of itself; that options and weights are
 * refused by name when they do not fit; width, segments, finite values, limits; that equal inputs give equal
 * tokens bit for bit, in eight threads too, from an array, a file or direct memory; what it refuses, also of
 * inputs that were cut or changed on their way; and closing. Of one that learns: that training makes the same
 * tokens, steps against the gradient, and goes on where it stopped.
 */
public abstract class TokenizerContract extends TokenizerTrainingContract {}
