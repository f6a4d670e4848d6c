package io.metatransformer.server;

import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Heads whose answers can be worked out by hand. */
final class TestHeads {
    private TestHeads() {}

    /** The mean of all tokens, or all of them; {@code explode} makes it throw what no head should. */
    static Head embedding() {
        return new SmallHead(
                "embedding",
                List.of(
                        Option.choice("pooling", "mean", List.of("mean", "none"), "")
                                .settablePerRequest(),
                        Option.flag("explode", false, "").settablePerRequest()),
                (features, options) -> {
                    if (options.flag("explode")) {
                        throw new IllegalStateException("secret of the plugin");
                    }
                    return new Prediction.Embedding(pooled(features, options), Optional.empty());
                });
    }

    private static Tensor pooled(Features features, Options options) {
        if (options.text("pooling").equals("none")) {
            return features.values();
        }
        return Tensor.of(mean(features), features.width());
    }

    private static float[] mean(Features features) {
        float[] values = features.values().toArray();
        float[] mean = new float[features.width()];
        for (int i = 0; i < values.length; i++) {
            mean[i % mean.length] += values[i] / features.length();
        }
        return mean;
    }

    /** Labels {@code d0 d1 …}: one per channel, scored by its share of the mean. */
    static Head channels() {
        return new SmallHead(
                "channels",
                List.of(
                        Option.integer("top_k", 2, 1, 100, "", "Most labels of an answer")
                                .settablePerRequest()),
                (features, options) -> {
                    float[] mean = mean(features);
                    float sum = 0;
                    for (float value : mean) {
                        sum += value;
                    }
                    List<Prediction.Label> labels = new ArrayList<>();
                    for (int d = 0; d < mean.length; d++) {
                        labels.add(new Prediction.Label("d" + d, d, mean[d] / sum));
                    }
                    labels.sort(Comparator.comparing(Prediction.Label::score).reversed());
                    int k = Math.min(options.integer("top_k"), labels.size());
                    return new Prediction.Classes(labels.subList(0, k), true);
                });
    }
}
