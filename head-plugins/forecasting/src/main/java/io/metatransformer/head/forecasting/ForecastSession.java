package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Lifetime;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Network;
import io.metatransformer.series.Stamp;
import io.metatransformer.series.TimeStep;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says how a series goes on. */
final class ForecastSession implements HeadSession {
    private static final String VALUES = "values";

    private final String name;
    private final int width;
    private final Options options;
    private final ForecastingOptions layout;
    private final Decoder decoder;
    private final Network network;
    private final Lifetime lifetime;

    ForecastSession(ModelPart part, Options options) {
        this.name = part.name();
        this.width = part.width();
        this.options = options;
        this.layout = ForecastingOptions.from(options);
        part.weights().require(name, ForecastingWeights.declared(layout, width));
        this.decoder = decoder(name, layout, part.weights(), width);
        this.network = network(name, part.weights(), decoder);
        this.lifetime = new Lifetime(name);
    }

    private static Decoder decoder(
            String name, ForecastingOptions layout, Weights weights, int width) {
        return layout.attends()
                ? AttentionDecoder.of(name, layout, weights, width)
                : FlattenDecoder.of(name, layout, weights);
    }

    static Network network(String name, Weights weights, Decoder decoder) {
        return Network.build(
                name,
                weights,
                (layers, wiring) -> wiring.output(VALUES, decoder.values(layers, wiring)));
    }

    /** What training needs of these features. */
    static Digest digest(SeriesTokens series, ForecastingOptions layout) {
        Optional<int[]> answered = Unit.answered(series, layout);
        FloatBuffer content =
                layout.attends()
                        ? AttentionDecoder.content(series, layout)
                        : FlattenDecoder.content(series, answered);
        return new Digest(Unit.of(series, layout, answered), content);
    }

    /** Forecasts in the unit of each digest, {@code [P, C]}, without names and times. */
    static List<Tensor> values(
            String name,
            ForecastingOptions layout,
            Network network,
            Decoder decoder,
            List<Digest> digests) {
        int P = layout.horizon();
        int C = layout.channels();
        FloatBuffer all =
                network.run(decoder.inputs(digests.stream().map(Digest::content).toList()))
                        .get(VALUES)
                        .data();
        List<Tensor> values = new ArrayList<>();
        for (Digest digest : digests) {
            float[] learnt = new float[P * C];
            all.get(learnt);
            float[] told = digest.unit().told(learnt);
            for (float each : told) {
                if (!Float.isFinite(each)) {
                    throw new MetaTransformerException(
                            ErrorCode.NON_FINITE_OUTPUT, name + ": a value is not finite");
                }
            }
            values.add(Tensor.of(told, P, C));
        }
        return values;
    }

    @Override
    public int width() {
        return width;
    }

    @Override
    public Prediction predict(Features features, Map<String, ?> requested) {
        return lifetime.during(() -> forecast(features, requested));
    }

    private Prediction.Values forecast(Features features, Map<String, ?> requested) {
        options.withRequest(requested);
        SeriesTokens series = SeriesTokens.of(name, width, features);
        Digest digest = digest(series, layout);
        Tensor values = values(name, layout, network, decoder, List.of(digest)).get(0);
        return new Prediction.Values(values, names(series, layout), times(series));
    }

    /** Of the answered channels, as far as they are known. */
    static List<String> names(SeriesTokens series, ForecastingOptions layout) {
        if (!layout.names().isEmpty()) {
            return layout.names();
        }
        List<String> channels = series.channels();
        return channels.size() == layout.channels() ? channels : List.of();
    }

    private List<String> times(SeriesTokens series) {
        Optional<TimeStep> step = series.step();
        if (step.isEmpty() || series.times().isEmpty()) {
            return List.of();
        }
        var known = series.times().get();
        Stamp last = known.at(known.size() - 1);
        List<String> times = new ArrayList<>();
        for (int p = 1; p <= layout.horizon(); p++) {
            times.add(step.get().after(last, p).toString());
        }
        return times;
    }

    @Override
    public void close() {
        lifetime.end(network::close);
    }
}
