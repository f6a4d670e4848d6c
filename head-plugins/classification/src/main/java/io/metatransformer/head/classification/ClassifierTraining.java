package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Quoted;
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
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Learns the layers after pooling: cross entropy where one label holds, binary cross entropy otherwise. */
final class ClassifierTraining implements HeadTraining {
    private final String name;
    private final ClassificationOptions layout;
    private final int inputWidth;
    private final double smoothing;
    private final Standardisation standardisation;
    private final Map<String, Integer> index = new HashMap<>();
    private final Training training;
    private Network network; // of the weights as they are now; null after a step

    ClassifierTraining(
            ModelPart start, Options options, List<Tensor> digests, TrainingRules rules) {
        this.name = start.name();
        this.layout = ClassificationOptions.from(options);
        this.inputWidth = digests.get(0).size(0);
        this.smoothing = rules.smoothing();
        layout.labels().forEach(label -> index.put(label, index.size()));
        // A norm right before the first layer, or a batch norm right after it, does the same
        // already.
        this.standardisation =
                layout.pooledNorm() || !layout.hidden().isEmpty()
                        ? Standardisation.none(inputWidth)
                        : Standardisation.of(digests);
        Weights weights =
                start.weights().names().isEmpty()
                        ? drawn(start.width(), rules.seed())
                        : standardisation.unfolded(start.weights(), ClassifierWeights.HEAD);
        this.training =
                Training.build(
                        name,
                        weights,
                        each -> !each.startsWith(ClassifierWeights.NORM + "."),
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        recipe((float) rules.dropout()),
                        List.of());
    }

    private Weights drawn(int width, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : ClassifierWeights.specs(layout, width, inputWidth)) {
            drawn.put(spec.name(), spec.draw(seed));
        }
        return Weights.of(drawn);
    }

    private Recipe recipe(float dropout) {
        int K = layout.labels().size();
        return (layers, wiring) -> {
            var x = wiring.input("pooled", -1, inputWidth);
            var targets = wiring.input("targets", -1, K);
            var weights = wiring.input("weights", -1);
            var logits = ClassifierWeights.logits(layers, x, layout, dropout);
            Losses losses = new Losses(layers);
            wiring.output(
                    Training.LOSS,
                    layout.exclusive()
                            ? losses.crossEntropy(logits, targets, weights)
                            : losses.binaryCrossEntropy(logits, targets, weights));
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
                        encoded(targets),
                        "weights",
                        Tensor.of(weights, weights.length));
        return training.step(batch, learningRate, seed).loss();
    }

    /** {@code [M, K]}: 1 for what holds, or that with a share of it spread over all. */
    private Tensor encoded(List<Target> targets) {
        int K = layout.labels().size();
        float[] encoded = new float[targets.size() * K];
        float rest = (float) (layout.exclusive() ? smoothing / K : smoothing / 2);
        Arrays.fill(encoded, rest);
        for (int m = 0; m < targets.size(); m++) {
            for (String label : LearnedLabels.each(targets.get(m))) {
                Integer k = index.get(label);
                if (k == null) {
                    throw new MetaTransformerException(
                            ErrorCode.SCHEMA_MISMATCH, name + " has no label " + Quoted.of(label));
                }
                encoded[m * K + k] = (float) (1 - smoothing) + rest;
            }
        }
        return Tensor.of(encoded, targets.size(), K);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        if (network == null) {
            network = Network.build(name, weights(), ClassifierWeights.recipe(layout, inputWidth));
        }
        Tensor rows = Standardisation.none(inputWidth).rows(name, digests);
        float[] logits = network.run(rows).toArray();
        int K = layout.labels().size();
        List<Prediction> predictions = new ArrayList<>();
        for (int m = 0; m < digests.size(); m++) {
            float[] row = Arrays.copyOfRange(logits, m * K, (m + 1) * K);
            predictions.add(
                    new Prediction.Classes(
                            Scores.ranked(name, row, layout.labels(), layout.exclusive()),
                            layout.exclusive()));
        }
        return predictions;
    }

    @Override
    public Weights weights() {
        return standardisation.folded(training.weights(), ClassifierWeights.HEAD);
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
