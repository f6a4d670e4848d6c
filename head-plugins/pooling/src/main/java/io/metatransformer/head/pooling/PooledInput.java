package io.metatransformer.head.pooling;

import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Optional;

/**
 * How a model's features become the one vector that the learned layers read.
 *
 * @param append name of an array of the input's origin that is appended to the pooled vector
 * @param wide categories that stand for themselves after that
 * @param norm whether every token is normalised before pooling
 */
public record PooledInput(
        Pooling pooling,
        Optional<String> append,
        Optional<Wide> wide,
        boolean norm,
        double normEps) {

    private static final String NORM = "norm";

    /** The options that decide it. */
    public static List<Option> declared() {
        return List.of(
                Option.texts(
                        "pooling",
                        List.of("mean"),
                        "One or several of "
                                + String.join(", ", Pool.words())
                                + ", concatenated in order."),
                Option.flag("norm", true, "Normalises every token before pooling."),
                Option.number("norm_eps", 1e-6, 1e-12, 1e-2, "", "Epsilon of 'norm'."),
                Option.text(
                                "append",
                                "",
                                "Array of the input's origin to append to the pooled vector, such as the"
                                        + " continuous columns of a table.")
                        .unset(),
                Option.text(
                                "wide",
                                "",
                                "Array of the input's origin that holds indices of categories, such as those"
                                        + " of a table, each of which becomes a column of its own.")
                        .unset(),
                Option.integer(
                        "wide_size",
                        1,
                        1,
                        1 << 20,
                        "",
                        "How many indices there are; 0 is nothing."));
    }

    /**
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#BAD_CONFIG} for no pooling
     */
    public static PooledInput from(Options options) {
        return new PooledInput(
                Pooling.of(options.texts("pooling")),
                options.isSet("append") ? Optional.of(options.text("append")) : Optional.empty(),
                options.isSet("wide")
                        ? Optional.of(new Wide(options.text("wide"), options.integer("wide_size")))
                        : Optional.empty(),
                options.flag("norm"),
                options.number("norm_eps"));
    }

    /** Width of the vector for features of width {@code D}; -1 where the weights decide. */
    public int width(int D) {
        int pooled = append.isPresent() ? -1 : pooling.width(D);
        return pooled < 0 ? -1 : pooled + wide.map(Wide::size).orElse(0);
    }

    /** The tensors of {@code norm}, if there is one. */
    public List<WeightSpec> specs(int D) {
        return norm ? specsOfNorm(NORM, D) : List.of();
    }

    /** The two tensors of a layer normalisation, weight 1 and bias 0 at first. */
    public static List<WeightSpec> specsOfNorm(String name, int width) {
        return List.of(
                WeightSpec.required(name + ".weight", new Constant(1), width),
                WeightSpec.required(name + ".bias", new Constant(0), width));
    }

    /** Whether a tensor works on tokens, before they are pooled. */
    static boolean isBeforePooling(String tensor) {
        return tensor.startsWith(NORM + ".");
    }

    /** With the norm as a model has it. */
    public PooledVector vector(String name, Weights weights) {
        return new PooledVector(
                name, pooling, append, wide, LayerNorm.find(weights, NORM, normEps));
    }

    /** The vector before anything is learnt: the norm has weight 1 and bias 0. */
    public Tensor digest(String name, Features features) {
        float[] vector = plain(name, features).of(features);
        return Tensor.of(vector, vector.length);
    }

    /** The way back of {@link #digest}: the shape of the features. */
    public Tensor pullback(String name, Features features, Tensor gradient) {
        float[] back = plain(name, features).back(features, gradient.toArray());
        return Tensor.of(back, features.values().shape());
    }

    private PooledVector plain(String name, Features features) {
        Optional<LayerNorm> plain =
                norm ? Optional.of(LayerNorm.plain(features.width(), normEps)) : Optional.empty();
        return new PooledVector(name, pooling, append, wide, plain);
    }
}
