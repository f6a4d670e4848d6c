package io.metatransformer.head.pooling;

import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Latest;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns the layers after pooling. The norm of tokens keeps weight 1 and bias 0: what it could learn, the
 * layer after pooling learns too.
 */
public final class PooledTraining implements HeadTraining {
    private static final String VECTORS = "pooled";

    private final String name;
    private final PooledTask task;
    private final int P;
    private final double smoothing;
    private final Standardisation standardisation;
    private final Training training;
    private final Latest<PooledNetwork> latest = new Latest<>(this::open, PooledNetwork::close);

    /**
     * @param start weights to start from; without any, a new head is drawn
     * @param digests of {@link PooledInput#digest}, at least one
     */
    public PooledTraining(
            ModelPart start, PooledTask task, List<Tensor> digests, TrainingRules rules) {
        this.name = start.name();
        this.task = task;
        this.P = digests.get(0).size(0);
        this.smoothing = rules.smoothing();
        this.standardisation =
                task.standardises() ? Standardisation.of(digests) : Standardisation.none(P);
        Weights weights =
                start.weights().names().isEmpty()
                        ? drawn(start.width(), rules.seed())
                        : standardisation.unfolded(start.weights(), task.first());
        this.training =
                Training.build(
                        name,
                        weights,
                        each -> !PooledInput.isBeforePooling(each),
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        recipe((float) rules.dropout()),
                        List.of(VECTORS));
    }

    /**
     * What the layers of a trained head make of digests, before it is an answer.
     *
     * @return {@code [K]} for each
     */
    public static List<float[]> outputs(ModelPart trained, PooledTask task, List<Tensor> digests) {
        int P = digests.get(0).size(0);
        Tensor rows = Standardisation.none(P).rows(trained.name(), digests);
        try (PooledNetwork network =
                new PooledNetwork(trained.name(), task, trained.weights(), P)) {
            return network.outputs(rows);
        }
    }

    private Weights drawn(int D, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : task.specs(D, P)) {
            drawn.put(spec.name(), spec.draw(seed));
        }
        return Weights.of(drawn);
    }

    private Recipe recipe(float dropout) {
        return (layers, wiring) -> {
            var vectors = wiring.input(VECTORS, -1, P);
            var targets = wiring.input("targets", -1, task.outputs());
            var weights = wiring.input("weights", -1);
            var outputs = task.layers(layers, vectors, dropout);
            wiring.output(Training.LOSS, task.loss(new Losses(layers), outputs, targets, weights));
        };
    }

    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        return stepThrough(digests, targets, weights, learningRate, seed).loss();
    }

    @Override
    public Step stepThrough(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        latest.forget();
        Map<String, Tensor> batch =
                Map.of(
                        VECTORS,
                        standardisation.rows(name, digests),
                        "targets",
                        task.encoded(name, targets, smoothing),
                        "weights",
                        Tensor.of(weights, weights.length));
        Training.Step step = training.step(batch, learningRate, seed);
        Tensor gradients = step.inputGradients().get(VECTORS);
        return new Step(step.loss(), standardisation.gradients(gradients));
    }

    private PooledNetwork open() {
        return new PooledNetwork(name, task, weights(), P);
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        PooledNetwork network = latest.get();
        return network.answers(Standardisation.none(P).rows(name, digests));
    }

    @Override
    public Weights weights() {
        return standardisation.folded(training.weights(), task.first());
    }

    @Override
    public Optional<Weights> state() {
        return Optional.of(training.state());
    }

    @Override
    public void restore(Weights state) {
        latest.forget();
        training.restore(state);
    }

    @Override
    public void close() {
        latest.forget();
        training.close();
    }
}
