package io.metatransformer.head.classification;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.List;

/**
 * How a model's classifier is built.
 *
 * @param pooledNorm whether the pooled vector is normalised
 * @param hidden widths of the layers before the last
 * @param exclusive softmax rather than sigmoid
 * @param temperature by which logits are divided
 * @param thresholds of the labels, in their order; none, or one each
 * @param calibrate whether training fits these two
 */
record ClassificationOptions(
        List<String> labels,
        PooledInput input,
        boolean pooledNorm,
        double pooledNormEps,
        List<Integer> hidden,
        boolean exclusive,
        double temperature,
        List<Double> thresholds,
        boolean calibrate) {

    private static final int MAX_WIDTH = 1 << 16;

    static List<Option> declared() {
        List<Option> declared = new ArrayList<>();
        declared.add(
                Option.texts(
                                "labels",
                                List.of(),
                                "Names of the classes, in the order of the weights.")
                        .unset());
        declared.addAll(PooledInput.declared());
        declared.addAll(afterPooling());
        return declared;
    }

    private static List<Option> afterPooling() {
        return List.of(
                Option.flag("pooled_norm", false, "Normalises the pooled vector."),
                Option.number(
                        "pooled_norm_eps", 1e-6, 1e-12, 1e-2, "", "Epsilon of 'pooled_norm'."),
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
                Option.number(
                        "temperature",
                        1,
                        1e-3,
                        1e3,
                        "",
                        "Divides logits, so that probabilities are as sure as they are right."),
                Option.flag(
                        "calibrate",
                        true,
                        "Fits 'temperature', and for sigmoid 'thresholds', on the validation part."),
                Option.integer(
                                "level",
                                0,
                                0,
                                64,
                                "",
                                "Of labels that are paths, such as animal/cat, how many parts are"
                                        + " answered: 1 for animal; 0 for the labels as they are.")
                        .settablePerRequest(),
                Option.numbers(
                                "thresholds",
                                List.of(),
                                "",
                                "A 'threshold' for each label, where that is unset; none: no label is"
                                        + " left out.")
                        .settablePerRequest(),
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
        if (options.isSet("wide") && !options.numbers("hidden").isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'wide' goes straight to the last layer, so there are no 'hidden' ones");
        }
        if (labels.isEmpty()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "option 'labels' takes at least one label");
        }
        return new ClassificationOptions(
                labels,
                PooledInput.from(options),
                options.flag("pooled_norm"),
                options.number("pooled_norm_eps"),
                options.numbers("hidden").stream().map(ClassificationOptions::width).toList(),
                options.text("scores").equals("softmax"),
                options.number("temperature"),
                thresholds(options, labels.size()),
                options.flag("calibrate"));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for another number of thresholds than
     *     labels
     */
    static List<Double> thresholds(Options options, int labels) {
        List<Double> thresholds = options.numbers("thresholds");
        if (!thresholds.isEmpty() && thresholds.size() != labels) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'thresholds' takes one number for each of the "
                            + labels
                            + " labels, got "
                            + thresholds.size());
        }
        return thresholds;
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
}
