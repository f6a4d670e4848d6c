/**
 * Learned layers on TensorFlow: a {@link io.metatransformer.graph.Recipe} names the layers, {@link
 * io.metatransformer.graph.Network#build} takes their weights from a checkpoint and holds them in native
 * memory, and {@link io.metatransformer.graph.Network#run} computes.
 *
 * <pre>
 *   try (Network patches = Network.build("patches", weights, (layers, wiring) -&gt; {
 *       var pixels = wiring.input("pixels", -1, 768);
 *       wiring.output("tokens", layers.linear(pixels, "proj"));
 *   })) {
 *       Tensor tokens = patches.run(pixels);
 *   }
 * </pre>
 *
 * <p>Layers are written in the form that TensorFlow's optimiser fuses (two-dimensional products followed by
 * a bias, layer norm as Keras writes it): a graph that computes the same numbers otherwise takes half as long
 * again. Activations are rows, {@code [M, D]}; sequences exist only inside attention.
 */
package io.metatransformer.graph;
