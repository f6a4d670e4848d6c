package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import io.metatransformer.graph.Wiring;
import java.util.List;
import java.util.Map;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Pyramid, neck and proposals while they learn. */
final class TrunkTraining implements AutoCloseable {
    /** Input of every entry. */
    static final String TOKENS = "tokens";

    private static final String VALUES = "values";

    private final Training training;

    TrunkTraining(
            String name, Weights start, DetectionOptions options, int width, Optimiser optimiser) {
        this.training =
                Training.build(
                        name,
                        start,
                        each -> true,
                        optimiser,
                        recipe(width, options.channels()),
                        List.of(TOKENS));
    }

    private static Recipe recipe(int width, int channels) {
        return (layers, wiring) -> {
            var tf = layers.tf();
            Entry values = wiring.entry(VALUES);
            var tokens = values.input(TOKENS, -1, -1, -1, width);
            wiring.entry(Wiring.DEFAULT).sharing(values);
            Trunk trunk = Trunk.of(layers, tokens);
            Sums sums = new Sums(layers);
            var one = tf.constant(1);
            Operand<TFloat32> logits =
                    tf.concat(trunk.proposals().stream().map(ProposalHead::logits).toList(), one);
            Operand<TFloat32> deltas =
                    tf.concat(trunk.proposals().stream().map(ProposalHead::deltas).toList(), one);
            var loss =
                    layers.add(
                            sums.binaryCrossEntropy(
                                    logits,
                                    wiring.input("objects", -1, -1),
                                    wiring.input("weights", -1, -1)),
                            sums.absolute(
                                    deltas,
                                    wiring.input("deltas", -1, -1, 4),
                                    wiring.input("delta_weights", -1, -1, 1)));
            for (int level = 0; level < Trunk.MAPS; level++) {
                var gradient = wiring.input("gradient" + level, -1, -1, -1, channels);
                loss = layers.add(loss, sums.known(trunk.maps().get(level), gradient));
            }
            wiring.output(Training.LOSS, loss);
            trunk.outputs(values);
        };
    }

    /**
     * What the layers say now.
     *
     * @param tokens {@code [B, rows, cols, D]}
     */
    Trunk.Values values(Tensor tokens) {
        return new Trunk.Values(training.run(VALUES, Map.of(TOKENS, tokens), 0));
    }

    /**
     * @param inputs of {@link AnchorTargets}
     * @param gradients of the box head's loss with respect to the first four maps, {@code [B, h, w, C]}
     * @return the loss of proposals, and the gradient of both losses with respect to the tokens
     */
    Training.Step step(
            Tensor tokens,
            Map<String, Tensor> inputs,
            List<Tensor> gradients,
            double rate,
            long seed) {
        inputs.put(TOKENS, tokens);
        for (int level = 0; level < gradients.size(); level++) {
            inputs.put("gradient" + level, gradients.get(level));
        }
        return training.step(inputs, rate, seed);
    }

    Weights state() {
        return training.state();
    }

    void restore(Weights state) {
        training.restore(state);
    }

    Weights weights() {
        return training.weights();
    }

    @Override
    public void close() {
        training.close();
    }
}
