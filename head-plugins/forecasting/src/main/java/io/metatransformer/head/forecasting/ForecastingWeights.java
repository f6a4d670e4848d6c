package io.metatransformer.head.forecasting;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tensors of this head, under the names of the reference's state dict. */
final class ForecastingWeights {
    /** Marks a checkpoint of the reference's forecasters, whose last layer has a name that others have too. */
    private static final String OF_SERIES = "enc_embedding.";

    private ForecastingWeights() {}

    /** What a part of these options declares. */
    static List<WeightSpec> declared(ForecastingOptions options, int width) {
        return switch (options.task()) {
            case FORECAST ->
                    options.attends()
                            ? AttentionDecoder.declared(options, width)
                            : FlattenDecoder.declared();
            case IMPUTE -> StepLayer.specs(width, options.channels());
            case ANOMALY -> EnergyThreshold.with(StepLayer.specs(width, options.channels()));
        };
    }

    static Weights adopted(Weights checkpoint) {
        boolean ofSeries =
                checkpoint.names().stream()
                                .allMatch(name -> name.startsWith(StepLayer.PROJECTION + "."))
                        || checkpoint.names().stream().anyMatch(name -> name.startsWith(OF_SERIES));
        return checkpoint.renamed(
                name ->
                        name.startsWith(DecoderLayers.PREFIX + "layers.")
                                        || name.startsWith(DecoderLayers.PREFIX + "norm.")
                                        || name.startsWith(DecoderLayers.PREFIX + "projection.")
                                        || name.startsWith(DecoderEmbedding.PREFIX)
                                        || name.startsWith(FlattenDecoder.LINEAR + ".")
                                        || ofSeries && name.startsWith(StepLayer.PROJECTION + ".")
                                ? Optional.of(name)
                                : Optional.empty());
    }

    /** Every required tensor as its declaration starts it. */
    static Weights drawn(List<WeightSpec> specs, long seed) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        specs.stream()
                .filter(WeightSpec::required)
                .forEach(spec -> drawn.put(spec.name(), spec.draw(seed)));
        return Weights.of(drawn);
    }
}
