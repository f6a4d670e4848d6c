package io.metatransformer.head.embedding;

import io.metatransformer.api.Head;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.util.List;

/**
 * Makes one vector of a whole sequence, or one of every token. Needs no weights. Found by {@link
 * java.util.ServiceLoader}.
 */
public final class EmbeddingHead implements Head {
    static final String AUTO = "auto";
    static final String CLS = "cls";
    static final String MEAN = "mean";
    static final String NONE = "none";
    private static final String NORM_WEIGHT = "norm.weight";
    private static final String NORM_BIAS = "norm.bias";
    static final String PROJECTION = "proj";

    @Override
    public String name() {
        return "embedding";
    }

    @Override
    public List<Option> options() {
        return List.of(
                Option.choice(
                                "pooling",
                                AUTO,
                                List.of(AUTO, CLS, MEAN, "max", NONE),
                                "cls: the first token; mean and max: over all tokens that are not"
                                        + " special; none: one vector per token, special ones included;"
                                        + " auto: cls where the weights have a projection, as in CLIP,"
                                        + " else mean")
                        .settablePerRequest(),
                Option.flag(
                                "normalize",
                                false,
                                "Scales every vector to length 1; a zero vector stays zero.")
                        .settablePerRequest(),
                Option.integer(
                                "dimensions",
                                1,
                                1,
                                1 << 20,
                                "",
                                "Keeps only the first so many values, before scaling; all of them if"
                                        + " unset.")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                        "norm_eps",
                        1e-6,
                        1e-12,
                        1e-2,
                        "",
                        "Epsilon of the norm before pooling, where the weights have one."));
    }

    @Override
    public List<WeightSpec> weights(Options options, int width) {
        return List.of(
                WeightSpec.optional(NORM_WEIGHT, width),
                WeightSpec.optional(NORM_BIAS, width),
                WeightSpec.optional(PROJECTION, width, -1));
    }

    /**
     * The norm after the blocks ({@code norm.*}), and the projection of a CLIP model's pictures: OpenCLIP's is
     * applied from the left, Hugging Face's is a linear layer and is turned over.
     */
    @Override
    public Weights adopt(Weights checkpoint) {
        return new AdoptedEmbedding(checkpoint);
    }

    @Override
    public HeadSession open(ModelPart part) {
        Options options = part.options(options());
        part.weights().require(part.name(), weights(options, part.width()));
        return new EmbeddingSession(part, options);
    }
}
