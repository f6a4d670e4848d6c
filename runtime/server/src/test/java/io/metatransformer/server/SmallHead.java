package io.metatransformer.server;

import io.metatransformer.api.Features;
import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.WeightSpec;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

/** A head without weights that is one function of features and options. */
final class SmallHead implements Head {
    private final String name;
    private final List<Option> options;
    private final BiFunction<Features, Options, Prediction> answer;

    SmallHead(String name, List<Option> options, BiFunction<Features, Options, Prediction> answer) {
        this.name = name;
        this.options = options;
        this.answer = answer;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Option> options() {
        return options;
    }

    @Override
    public List<WeightSpec> weights(Options set, int width) {
        return List.of();
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options own = part.options(options);
        return new HeadSession() {
            @Override
            public int width() {
                return part.width();
            }

            @Override
            public Prediction predict(Features features, Map<String, ?> requested) {
                return answer.apply(features, own.withRequest(requested));
            }

            @Override
            public void close() {
                // holds nothing
            }
        };
    }
}
