package io.metatransformer.head.retrieval;

import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a model or a request says of a search. */
final class RetrievalOptions {
    /** CLIP keeps its scale below 100. */
    static final double MOST_SCALE = Math.log(100);

    /** Option and tensor. */
    static final String SCALE = "logit_scale";

    private RetrievalOptions() {}

    static List<Option> declared() {
        List<Option> declared = new ArrayList<>(PooledInput.declared());
        declared.add(
                Option.integer("top_k", 10, 1, 1 << 24, "", "Most neighbours in an answer.")
                        .settablePerRequest());
        declared.add(
                Option.number(
                                "threshold",
                                0,
                                -1,
                                1,
                                "",
                                "Leaves out neighbours that are less alike; unset: none.")
                        .unset()
                        .settablePerRequest());
        declared.add(
                Option.number(
                                SCALE,
                                MOST_SCALE,
                                0,
                                MOST_SCALE,
                                "",
                                "Natural logarithm of what cosines are multiplied by before a softmax"
                                        + " over the gallery; unset: that of the weights, or no"
                                        + " probabilities.")
                        .unset()
                        .settablePerRequest());
        return declared;
    }

    /** The scale that is set, else that of the weights. */
    static Optional<Double> scale(Options options, Optional<Tensor> weights) {
        return options.isSet(SCALE)
                ? Optional.of(options.number(SCALE))
                : weights.map(each -> Math.min(MOST_SCALE, each.data().get(0)));
    }
}
