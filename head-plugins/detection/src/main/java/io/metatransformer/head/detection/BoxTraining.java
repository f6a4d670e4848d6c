package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import java.util.List;
import java.util.Map;

/** The box head while it learns. */
final class BoxTraining implements AutoCloseable {
    private static final String REGIONS = "regions";

    private final Training training;

    BoxTraining(String name, Weights start, DetectionOptions options, Optimiser optimiser) {
        this.training =
                Training.build(
                        name, start, each -> true, optimiser, recipe(options), List.of(REGIONS));
    }

    /**
     * A step's outcome.
     *
     * @param gradients of the loss with respect to the features, {@code [R, 7, 7, C]}
     */
    record Step(float loss, float[] gradients) {}

    private static Recipe recipe(DetectionOptions options) {
        int K = options.labels().size();
        return (layers, wiring) -> {
            var regions = wiring.input(REGIONS, -1, BoxHead.BINS, BoxHead.BINS, options.channels());
            BoxHead head = BoxHead.of(layers, regions, options);
            Sums sums = new Sums(layers);
            wiring.output(
                    Training.LOSS,
                    layers.add(
                            sums.crossEntropy(
                                    head.logits(),
                                    wiring.input("classes", -1, K + 1),
                                    wiring.input("weights", -1)),
                            sums.absolute(
                                    head.deltas(),
                                    wiring.input("deltas", -1, 4 * K),
                                    wiring.input("delta_weights", -1, 4 * K))));
        };
    }

    /**
     * @param inputs of {@link RegionTargets}
     */
    Step step(Tensor regions, Map<String, Tensor> inputs, double rate, long seed) {
        inputs.put(REGIONS, regions);
        Training.Step step = training.step(inputs, rate, seed);
        return new Step(step.loss(), step.inputGradients().get(REGIONS).toArray());
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
