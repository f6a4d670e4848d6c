package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.head.pooling.Pool;
import io.metatransformer.head.pooling.Pooling;
import java.util.List;
import java.util.Optional;

/**
 * How a model's classifier is built.
 *
 * @param norm whether every token is normalised before pooling
 * @param pooledNorm whether the pooled vector is normalised
 * @param append name of an array of the input's origin that is appended to the pooled vector
 * @param hidden widths of the layers before the last
 * @param exclusive softmax rather than sigmoid
 */
record ClassificationOptions(
        List<String> labels,
        Pooling pooling,
        boolean norm,
        double normEps,
        boolean pooledNorm,
        double pooledNormEps,
        Optional<String> append,
        List<Integer> hidden,
        boolean exclusive) {

    private static final int MAX_WIDTH = 1 << 16;

    static List<Option> declared() {
        return List.of(
                Option.texts(
                                "labels",
                                List.of(),
                                "Names of the classes, in the order of the weights.")
                        .unset(),
                Option.texts(
                        "pooling",
                        List.of("mean"),
                        "One or several of "
                                + String.join(", ", Pool.words())
                                + ", concatenated in order."),
                Option.flag("norm", true, "Normalises every token before pooling."),
                Option.number("norm_eps", 1e-6, 1e-12, 1e-2, "", "Epsilon of 'norm'."),
                Option.flag("pooled_norm", false, "Normalises the pooled vector."),
                Option.number(
                        "pooled_norm_eps", 1e-6, 1e-12, 1e-2, "", "Epsilon of 'pooled_norm'."),
                Option.text(
                                "append",
                                "",
                                "Array of the input's origin to append to the pooled vector, such as the"
                                        + " continuous columns of a table.")
                        .unset(),
                Option.numbers(
                        "hidden",
                        List.of(),
                        "",
                        "Widths of hidden layers: linear without bias, batch norm, ReLU."),
                Option.choice(
                        "scores",
                        "softmax",
                        List.of("softmax", "sigmoid"),
                        "softmax: one label is right; sigmoid: each may be, as for one output."),
                Option.integer("top_k", 5, 1, 1 << 20, "", "Most labels in an answer.")
                        .settablePerRequest(),
                Option.number(
                                "threshold",
                                0.5,
                                0,
                                1,
                                "",
                                "Leaves out labels that do not score above it; unset: none.")
                        .unset()
                        .settablePerRequest());
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} if there are no labels, or a hidden
     *     layer has no whole width
     */
    static ClassificationOptions from(Options options) {
        List<String> labels = options.texts("labels");
        if (labels.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "option 'labels' takes at least one label");
        }
        return new ClassificationOptions(
                labels,
                Pooling.of(options.texts("pooling")),
                options.flag("norm"),
                options.number("norm_eps"),
                options.flag("pooled_norm"),
                options.number("pooled_norm_eps"),
                options.isSet("append") ? Optional.of(options.text("append")) : Optional.empty(),
                options.numbers("hidden").stream().map(ClassificationOptions::width).toList(),
                options.text("scores").equals("softmax"));
    }

    private static int width(double given) {
        if (given != Math.rint(given) || given < 1 || given > MAX_WIDTH) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'hidden' takes whole numbers from 1 to "
                            + MAX_WIDTH
                            + ", got "
                            + given);
        }
        return (int) given;
    }

    /** Width of the vector that the first layer reads; -1 where the weights decide. */
    int inputWidth(int width) {
        return append.isPresent() ? -1 : pooling.width(width);
    }
}
