package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Latest;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Optimiser;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Training;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Learns how series go on. The loss compares {@code x · scale + offset} with the target, so that a value may count
 * scaled, in its own unit, or relative to how the series changes.
 */
final class ForecastTraining implements HeadTraining {
    private final String name;
    private final ForecastingOptions layout;
    private final Decoder decoder; // of inputs as they are
    private final Decoder scaled; // of inputs as training sees them
    private final Training training;
    private final Latest<Network> latest = new Latest<>(this::open, Network::close);

    ForecastTraining(
            ModelPart start, ForecastingOptions layout, List<Tensor> digests, TrainingRules rules) {
        this.name = start.name();
        this.layout = layout;
        List<Digest> all = digests.stream().map(Digest::of).toList();
        var first = all.get(0).content();
        this.decoder =
                layout.attends()
                        ? AttentionDecoder.of(name, layout, start.weights(), start.width(), first)
                        : FlattenDecoder.of(name, layout, first);
        this.scaled = decoder.scaledTo(all.stream().map(Digest::content).toList());
        Weights weights =
                start.weights().names().isEmpty()
                        ? ForecastingWeights.drawn(decoder.specs(), rules.seed())
                        : scaled.unfolded(start.weights());
        this.training =
                Training.build(
                        name,
                        weights,
                        each -> true,
                        Optimiser.adamW(rules.decay()).clippingTo(rules.maxNorm()),
                        recipe(),
                        List.of());
    }

    private Recipe recipe() {
        int entries = layout.horizon() * layout.channels();
        return (layers, wiring) -> {
            var tf = layers.tf();
            var learnt = scaled.values(layers, wiring);
            var scale = wiring.input("scale", -1, entries);
            var offset = wiring.input("offset", -1, entries);
            var targets = wiring.input("targets", -1, entries);
            var weights = wiring.input("weights", -1);
            var told = layers.add(tf.math.mul(learnt, scale), offset);
            Losses losses = new Losses(layers);
            wiring.output(
                    Training.LOSS,
                    switch (layout.loss()) {
                        case "absolute", "mase" -> losses.absolute(told, targets, weights);
                        case "huber" -> losses.smoothAbsolute(told, targets, weights, 1);
                        case "smape" -> losses.symmetricPercentage(told, targets, weights);
                        default -> losses.squared(told, targets, weights);
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
        latest.forget();
        List<Digest> batch = digests.stream().map(Digest::of).toList();
        Compared compared = new Compared(layout, batch.size());
        for (int i = 0; i < batch.size(); i++) {
            compared.add(name, batch.get(i).unit(), targets.get(i));
        }
        Map<String, Tensor> inputs = new HashMap<>(compared.inputs());
        inputs.putAll(scaled.inputs(batch.stream().map(Digest::content).toList()));
        inputs.put("weights", Tensor.of(weights, weights.length));
        return training.step(inputs, learningRate * decoder.rateFactor(), seed).loss();
    }

    /** What the loss compares, row by row. */
    private static final class Compared {
        private final ForecastingOptions layout;
        private final int entries;
        private final float[] scale;
        private final float[] offset;
        private final float[] targets;
        private int rows;

        Compared(ForecastingOptions layout, int batch) {
            this.layout = layout;
            this.entries = layout.horizon() * layout.channels();
            this.scale = new float[Math.multiplyExact(batch, entries)];
            this.offset = new float[scale.length];
            this.targets = new float[scale.length];
            Arrays.fill(scale, 1);
        }

        void add(String name, Unit unit, Target target) {
            float[] values = LearnedForecast.values(name, layout, target).toArray();
            float[] learnt = unit.learnt(values);
            int at = rows++ * entries;
            System.arraycopy(learnt, 0, targets, at, entries);
            if (layout.loss().equals("smape")) {
                for (int i = 0; i < entries; i++) {
                    int c = i % unit.channels();
                    scale[at + i] = unit.deviation()[c];
                    offset[at + i] = unit.base()[c] * unit.deviation()[c] + unit.mean()[c];
                    targets[at + i] = values[i];
                }
            } else if (layout.loss().equals("mase")) {
                double[] change = change(name, target);
                for (int i = 0; i < entries; i++) {
                    int c = i % unit.channels();
                    scale[at + i] = change[c] == 0 ? 0 : (float) (unit.deviation()[c] / change[c]);
                    targets[at + i] *= scale[at + i];
                }
            }
        }

        /** Mean absolute change of each channel from one season to the next, in its unit. */
        private double[] change(String name, Target target) {
            if (!(target instanceof Target.Continuation next)) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name + ": loss 'mase' learns from values with their past, got " + target);
            }
            Tensor past = next.past();
            int C = past.size(1);
            int pairs = past.size(0) - next.season();
            if (pairs < 1) {
                throw new MetaTransformerException(
                        ErrorCode.SCHEMA_MISMATCH,
                        name
                                + ": loss 'mase' needs more than a season of the past, "
                                + next.season()
                                + " steps; the windows have "
                                + past.size(0));
            }
            double[] change = new double[C];
            var values = past.data();
            for (int i = 0; i < pairs * C; i++) {
                change[i % C] +=
                        Math.abs(values.get(i + next.season() * C) - (double) values.get(i))
                                / pairs;
            }
            return change;
        }

        Map<String, Tensor> inputs() {
            return Map.of(
                    "scale", Tensor.of(scale, rows, entries),
                    "offset", Tensor.of(offset, rows, entries),
                    "targets", Tensor.of(targets, rows, entries));
        }
    }

    private Network open() {
        return ForecastSession.network(name, weights(), decoder);
    }

    /** Without the names and times, which digests do not keep. */
    @Override
    public List<Prediction> predict(List<Tensor> digests) {
        Network network = latest.get();
        List<Digest> all = digests.stream().map(Digest::of).toList();
        return ForecastSession.values(name, layout, network, decoder, all).stream()
                .<Prediction>map(values -> new Prediction.Values(values, layout.names(), List.of()))
                .toList();
    }

    @Override
    public Weights weights() {
        return scaled.folded(training.weights());
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
