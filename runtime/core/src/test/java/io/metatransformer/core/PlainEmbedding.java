package io.metatransformer.core;

import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A double named {@code embedding}: the mean of all rows, times the option {@code scale}; no weights. */
final class PlainEmbedding implements Head {

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.number("scale", 1, -1e6, 1e6, "", "Factor of the answer")
                        .settablePerRequest());
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of();
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        Optional<String> space =
                Optional.ofNullable(part.config().get("space")).map(String::valueOf);
        return new HeadSession() {
            @Override
            public int width() {
                return part.width();
            }

            @Override
            public Prediction predict(Features features, Map<String, ?> requested) {
                double scale = options.withRequest(requested).number("scale");
                return new Prediction.Embedding(mean(features, scale), space);
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }

    private static Tensor mean(Features features, double scale) {
        float[] values = features.values().toArray();
        float[] mean = new float[features.width()];
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += (float) (values[i] / features.length() * scale);
        }
        return Tensor.of(mean, mean.length);
    }
}
