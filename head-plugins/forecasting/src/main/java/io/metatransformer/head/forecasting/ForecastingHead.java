package io.metatransformer.head.forecasting;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.HeadTraining;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TrainableHead;
import io.metatransformer.api.TrainingRules;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.head.forecasting.ForecastingOptions.Task;
import java.util.List;
import java.util.Map;

/**
 * Says how a series goes on, fills its gaps, or finds what is unusual in it. Found by {@link
 * java.util.ServiceLoader}.
 */
public final class ForecastingHead implements TrainableHead {

    @Override
    public String name() {
        return "forecasting";
    }

    @Override
    public List<Option> options() {
        return ForecastingOptions.declared();
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return ForecastingWeights.declared(ForecastingOptions.from(options), width);
    }

    /**
     * The decoder's side ({@code dec_embedding.*}, {@code decoder.*}) of a forecaster that the reference trained;
     * the {@code projection} of its other tasks; {@code head.linear} of a PatchTST.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return ForecastingWeights.adopted(checkpoint);
    }

    @Override
    public Map<String, Object> learn(List<Target> targets, Map<String, Object> given) {
        String task =
                given.containsKey("answer")
                        ? Options.of(options(), Map.of("answer", given.get("answer")))
                                .text("answer")
                        : "forecast";
        return task.equals("forecast")
                ? LearnedForecast.ofForecast(targets, given)
                : LearnedForecast.ofSteps(targets, task.equals("anomaly"), given);
    }

    @Override
    public Tensor digest(Features features, Options options) {
        ForecastingOptions layout = ForecastingOptions.from(options);
        SeriesTokens series = SeriesTokens.of(name(), features.width(), features);
        return layout.task() == Task.FORECAST
                ? ForecastSession.digest(series, layout).packed()
                : Steps.of(series, layout).packed();
    }

    /** The threshold of anomalies is read off {@code digests} when training has ended, so they are kept until then. */
    @Override
    public HeadTraining train(ModelPart start, List<Tensor> digests, TrainingRules rules) {
        ForecastingOptions layout = ForecastingOptions.from(start.options(options()));
        return layout.task() == Task.FORECAST
                ? new ForecastTraining(start, layout, digests, rules)
                : new StepsTraining(start, layout, digests, rules);
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        return ForecastingOptions.from(options).task() == Task.FORECAST
                ? new ForecastSession(part, options)
                : new StepsSession(part, options);
    }
}
