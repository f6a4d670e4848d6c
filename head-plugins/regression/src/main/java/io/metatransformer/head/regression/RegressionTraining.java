package io.metatransformer.head.regression;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import io.metatransformer.head.pooling.Standardisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learns the layers after pooling on standardised targets. */
final class RegressionTraining implements HeadTraining {
    private final String name;
    private final RegressionOptions layout;
    private final int inputWidth;
    private final Standardisation standardisation;
    private final String first;
    private final Training training;
    private Network network; // of the weights as they are now; null after a step

    RegressionTraining(
            ModelPart start, RegressionOptions layout, List<Tensor> digests, TrainingRules rules) {
        this.name = start.name();
        this.layout = layout;
        this.inputWidth = digests.get(0).size(0);
        this.first = layout.transform() ? RegressionWeights.TRANSFORM : RegressionWeights.HEAD;
        this.standardisation =
                layout.pooledNorm()
                        ? Standardisation.none(inputWidth)
                        : Standardisation.of(digests);
        Weights weights =
                start.weights().names().isEmpty()
                        ? drawn(start.width(), rules.seed())
                        : standardisation.unfolded(start.weights(), first);
        this.training =
                Training.build(
                        name,
                        weights,
                        each -> !each.startsWith(RegressionWeights.NORM + "."),
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        recipe(),
                        List.of());
    }

    private Weights drawn(int width, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : RegressionWeights.specs(layout, width, inputWidth)) {
            drawn.put(spec.name(), spec.draw(seed));
        }
        return Weights.of(drawn);
    }

    private Recipe recipe() {
        return (layers, wiring) -> {
            var numbers =
                    RegressionWeights.numbers(
                            layers, wiring.input("pooled", -1, inputWidth), layout);
            var targets = wiring.input("targets", -1, layout.outputs());
            var weights = wiring.input("weights", -1);
            Losses losses = new Losses(layers);
            wiring.output(
                    Training.LOSS,
                    switch (layout.loss()) {
                        case "absolute" -> losses.absolute(numbers, targets, weights);
                        case "huber" -> losses.smoothAbsolute(numbers, targets, weights, 1);
                        default -> losses.squared(numbers, targets, weights);
                    });
        };
    }

    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        forget();
        Map<String, Tensor> batch =
                Map.of(
                        "pooled",
                        standardisation.rows(name, digests),
                        "targets",
                        standardised(targets),
                        "weights",
                        Tensor.of(weights, weights.length));
        return training.step(batch, learningRate, seed).loss();
    }

    private Tensor standardised(List<Target> targets) {
        int M = layout.outputs();
        float[] standardised = new float[targets.size() * M];
        for (int i = 0; i < targets.size(); i++) {
            if (!(targets.get(i) instanceof Target.Numbers numbers)
                    || numbers.values().elements() != M) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name + " learns " + M + " numbers per example, got " + targets.get(i));
            }
            float[] values = numbers.values().toArray();
            for (int m = 0; m < M; m++) {
                standardised[i * M + m] =
                        (float) ((values[m] - layout.mean()[m]) / layout.deviation()[m]);
            }
        }
        return Tensor.of(standardised, targets.size(), M);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        if (network == null) {
            network = RegressionSession.network(name, weights(), layout, inputWidth);
        }
        Tensor rows = Standardisation.none(inputWidth).rows(name, digests);
        float[] numbers = network.run(rows).toArray();
        List<Prediction> predictions = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) {
            predictions.add(RegressionSession.answer(name, layout, numbers, i * layout.outputs()));
        }
        return predictions;
    }

    @Override
    public Weights weights() {
        return standardisation.folded(training.weights(), first);
    }

    private void forget() {
        if (network != null) {
            network.close();
            network = null;
        }
    }

    @Override
    public void close() {
        forget();
        training.close();
    }
}
