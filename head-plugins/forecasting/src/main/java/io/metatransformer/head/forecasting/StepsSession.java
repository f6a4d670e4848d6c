package io.metatransformer.head.forecasting;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import io.metatransformer.head.forecasting.ForecastingOptions.Task;
import io.metatransformer.series.Times;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** Fills the gaps of a series, or says how unusual each of its steps is. */
final class StepsSession implements HeadSession {
    private final String name;
    private final int width;
    private final Options options;
    private final ForecastingOptions layout;
    private final Network network;
    private final OptionalDouble threshold;
    private final Lifetime lifetime;

    StepsSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.layout = ForecastingOptions.from(options);
        Weights weights = part.weights();
        weights.require(name, ForecastingWeights.declared(layout, width));
        this.threshold =
                weights.names().contains(EnergyThreshold.TENSOR)
                        ? OptionalDouble.of(weights.get(EnergyThreshold.TENSOR).data().get(0))
                        : OptionalDouble.empty();
        this.network = StepLayer.network(name, weights, width);
        this.lifetime = new Lifetime(name);
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> answer(features, requested));
    }

    private Prediction.Values answer(Features features, Map<String, ?> requested) {
        Options chosen = options.withRequest(requested);
        SeriesTokens series = SeriesTokens.of(name, width, features);
        Steps steps = Steps.of(series, layout);
        float[] values = StepLayer.values(name, network, steps);
        List<String> times =
                series.times()
                        .filter(all -> all.size() == steps.length())
                        .map(StepsSession::words)
                        .orElse(List.of());
        if (layout.task() == Task.IMPUTE) {
            return new Prediction.Values(
                    StepLayer.filled(steps, values), ForecastSession.names(series, layout), times);
        }
        OptionalDouble above =
                chosen.isSet("threshold")
                        ? OptionalDouble.of(chosen.number("threshold"))
                        : threshold;
        return scores(StepLayer.energies(steps, values), above, times);
    }

    private static List<String> words(Times times) {
        return IntStream.range(0, times.size())
                .mapToObj(step -> times.at(step).toString())
                .toList();
    }

    /** {@code [T, 2]}: energy, and 1 for an anomaly; without a threshold the energy alone. */
    static Prediction.Values scores(
            double[] energies, OptionalDouble threshold, List<String> times) {
        int columns = threshold.isPresent() ? 2 : 1;
        float[] scores = new float[columns * energies.length];
        for (int step = 0; step < energies.length; step++) {
            scores[step * columns] = (float) energies[step];
            if (threshold.isPresent()) {
                scores[step * columns + 1] = energies[step] > threshold.getAsDouble() ? 1 : 0;
            }
        }
        return new Prediction.Values(
                Tensor.of(scores, energies.length, columns),
                threshold.isPresent() ? List.of("energy", "anomaly") : List.of("energy"),
                times);
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
