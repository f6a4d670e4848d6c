package io.metatransformer.head.forecasting;

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
import io.metatransformer.graph.Latest;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Training;
import io.metatransformer.head.forecasting.ForecastingOptions.Task;
import io.metatransformer.head.pooling.Standardisation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Learns what each step of a series should hold: of what was hidden, or of all that is known. */
final class StepsTraining implements HeadTraining {
    private final String name;
    private final ForecastingOptions layout;
    private final int width;
    private final List<Steps> examples; // the threshold is read off them when training has ended
    private final Standardisation standardisation;
    private final Training training;
    private final Latest<Network> latest = new Latest<>(this::open, Network::close);
    private OptionalDouble threshold = OptionalDouble.empty(); // of the weights as they are now

    StepsTraining(
            ModelPart start, ForecastingOptions layout, List<Tensor> digests, TrainingRules rules) {
        this.name = start.name();
        this.layout = layout;
        this.width = start.width();
        this.examples = digests.stream().map(Digest::of).map(Steps::of).toList();
        this.standardisation =
                Standardisation.of(examples.stream().flatMap(each -> rows(each).stream()).toList());
        List<WeightSpec> specs = StepLayer.specs(width, layout.channels());
        Weights weights =
                start.weights().names().isEmpty()
                        ? ForecastingWeights.drawn(specs, rules.seed())
                        : standardisation.unfolded(start.weights(), StepLayer.PROJECTION);
        this.training =
                Training.build(
                        name,
                        weights,
                        each -> !each.equals(EnergyThreshold.TENSOR),
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        (layers, wiring) -> {
                            var tf = layers.tf();
                            var values =
                                    layers.linear(
                                            wiring.input(StepLayer.TOKENS, -1, width),
                                            StepLayer.PROJECTION);
                            var entries = tf.reshape(values, tf.constant(new int[] {-1, 1}));
                            var targets = wiring.input("targets", -1, 1);
                            var counts = wiring.input("weights", -1);
                            Losses losses = new Losses(layers);
                            wiring.output(
                                    Training.LOSS,
                                    switch (layout.loss()) {
                                        case "absolute" ->
                                                losses.absolute(entries, targets, counts);
                                        case "huber" ->
                                                losses.smoothAbsolute(entries, targets, counts, 1);
                                        default -> losses.squared(entries, targets, counts);
                                    });
                        },
                        List.of());
    }

    private static List<Tensor> rows(Steps steps) {
        Tensor tokens = steps.tokens();
        int D = tokens.size(1);
        return IntStream.range(0, tokens.size(0))
                .mapToObj(row -> Tensor.of(tokens.data().slice(row * D, D), D))
                .toList();
    }

    /** A batch in which nothing counts is no step: its loss is 0. */
    @Override
    public float step(
            List<Tensor> digests,
            List<Target> targets,
            float[] weights,
            double learningRate,
            long seed) {
        latest.forget();
        List<Tensor> tokens = new ArrayList<>();
        List<Tensor> values = new ArrayList<>();
        List<Tensor> counts = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) {
            Steps steps = Steps.of(Digest.of(digests.get(i)));
            tokens.addAll(rows(steps));
            Entries entries = entries(steps, targets.get(i), weights[i]);
            values.add(entries.values());
            counts.add(entries.counts());
        }
        Tensor counted = joined(counts);
        if (counted.toArray().length == 0 || sum(counted) == 0) {
            return 0;
        }
        Tensor wanted = joined(values);
        return training.step(
                        Map.of(
                                StepLayer.TOKENS,
                                standardisation.rows(name, tokens),
                                "targets",
                                wanted.reshape(wanted.elements(), 1),
                                "weights",
                                counted),
                        learningRate,
                        seed)
                .loss();
    }

    private record Entries(Tensor values, Tensor counts) {}

    /** Scaled values of every entry, and how much each counts. */
    private Entries entries(Steps steps, Target target, float weight) {
        float[] counts = steps.gaps();
        float[] values = steps.scaled();
        if (layout.task() == Task.IMPUTE) {
            if (!(target instanceof Target.Hidden series)
                    || series.values().elements() != values.length) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name
                                + " learns from the series of which something was hidden, got "
                                + target);
            }
            values = steps.unit().learnt(series.values().toArray());
            counts = series.hidden().toArray();
        } else {
            for (int i = 0; i < counts.length; i++) {
                counts[i] = 1 - counts[i]; // what is missing says nothing of what is usual
            }
        }
        for (int i = 0; i < counts.length; i++) {
            counts[i] *= weight;
        }
        return new Entries(Tensor.of(values, values.length), Tensor.of(counts, counts.length));
    }

    private static Tensor joined(List<Tensor> parts) {
        var all = Tensor.allocate(parts.stream().mapToInt(Tensor::elements).sum());
        parts.forEach(part -> all.put(part.data()));
        return Tensor.of(all.flip(), all.limit());
    }

    private static double sum(Tensor values) {
        double sum = 0;
        for (float value : values.toArray()) {
            sum += value;
        }
        return sum;
    }

    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        Network now = latest.get();
        List<Prediction> predictions = new ArrayList<>();
        for (Tensor digest : digests) {
            Steps steps = Steps.of(Digest.of(digest));
            float[] values = StepLayer.values(name, now, steps);
            predictions.add(
                    layout.task() == Task.IMPUTE
                            ? new Prediction.Values(
                                    StepLayer.filled(steps, values), layout.names(), List.of())
                            : StepsSession.scores(
                                    StepLayer.energies(steps, values), threshold, List.of()));
        }
        return predictions;
    }

    private Network open() {
        Weights now = standardisation.folded(training.weights(), StepLayer.PROJECTION);
        Network network = StepLayer.network(name, now, width);
        if (layout.task() == Task.ANOMALY) {
            double[] energies =
                    examples.stream()
                            .flatMapToDouble(
                                    steps ->
                                            DoubleStream.of(
                                                    StepLayer.energies(
                                                            steps,
                                                            StepLayer.values(
                                                                    name, network, steps))))
                            .toArray();
            // As a float, since the weights keep it as one: both ways must flag the same steps.
            threshold = OptionalDouble.of((float) EnergyThreshold.of(energies, layout.ratio()));
        }
        return network;
    }

    @Override
    public Weights weights() {
        latest.get();
        Weights learnt = standardisation.folded(training.weights(), StepLayer.PROJECTION);
        Map<String, Tensor> all = new LinkedHashMap<>();
        learnt.names().forEach(each -> all.put(each, learnt.get(each)));
        threshold.ifPresent(
                value ->
                        all.put(EnergyThreshold.TENSOR, Tensor.of(new float[] {(float) value}, 1)));
        return Weights.of(all);
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
