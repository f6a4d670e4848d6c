package io.metatransformer.testkit;

/**
 * What every {@link io.metatransformer.api.Head} promises, as tests. A plugin's test extends this class and
 * names the head; what its model sets is given as {@code config()}:
 *
 * <pre>{@code
 * class ClassificationHeadContractTest extends HeadContract {
 *     @Override
 *     protected String name() {
 *         return "classification";
 *     }
 *
 *     @Override
 *     protected Map<String, Object> config() {
 *         return Map.of("labels", List.of("cat", "dog"));
 *     }
 * }
 * }</pre>
 *
 * <p>The head is found through {@link java.util.ServiceLoader}, as the runtime would, and opened with weights
 * drawn as it declares them. Checked are: what it says of itself; that options and weights are refused by
 * name when they do not fit; that answers hold finite numbers in the order and range of their kind; equal
 * answers to equal features, in eight threads too; what it refuses; and closing.
 */
public abstract class HeadContract extends HeadSessionContract {}
