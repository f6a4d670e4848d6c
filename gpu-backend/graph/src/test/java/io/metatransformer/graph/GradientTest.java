package io.metatransformer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.Golden;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class GradientTest {
    private static final float STEP = 1e-2f;

    @Test
    void a_block_differentiates_and_agrees_with_finite_differences() {
        Golden golden = Golden.encoder("encoder-tiny");
        Tensor x = golden.tensor("input.x_b2_n5");
        Recipe recipe =
                (layers, wiring) -> {
                    var tf = layers.tf();
                    var tokens = wiring.input("tokens", -1, -1, 64);
                    var rows = tf.reshape(tokens, tf.constant(new int[] {-1, 64}));
                    var sequences = Sequences.equal(layers, tokens);
                    var block = new Block(4, 1e-5f, Activation.GELU);
                    var y = layers.block(rows, sequences, "0", block);
                    Operand<TFloat32> loss =
                            tf.math.mean(tf.math.square(y), tf.constant(new int[] {0, 1}));
                    wiring.entry("loss").sharing(wiring.entry(Wiring.DEFAULT)).output("loss", loss);
                    wiring.output(
                            "gradient",
                            tf.gradients(List.of(loss), List.of(tokens)).<TFloat32>dy(0));
                };

        try (Network network = Network.build("block", golden.weights("weights."), recipe)) {
            float[] gradient = network.run(x).toArray();

            for (int i = 0; i < gradient.length; i += 97) {
                double numeric =
                        (loss(network, x, i, STEP) - loss(network, x, i, -STEP)) / (2 * STEP);
                assertEquals(numeric, gradient[i], 1e-4, "element " + i);
            }
        }
    }

    private static double loss(Network network, Tensor x, int element, float step) {
        float[] moved = x.toArray();
        moved[element] += step;
        return network.run("loss", Map.of("tokens", Tensor.of(moved, x.shape())))
                .get("loss")
                .data()
                .get(0);
    }
}
