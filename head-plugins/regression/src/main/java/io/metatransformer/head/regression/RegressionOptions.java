package io.metatransformer.head.regression;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.head.pooling.PooledInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How a model's regression is built.
 *
 * @param outputs how many numbers, M
 * @param names of the numbers; none, or M
 * @param mean of each number in training, in its unit
 * @param deviation of each number in training
 * @param transform whether a layer with GELU and a norm stands before the last one
 */
record RegressionOptions(
        int outputs,
        List<String> names,
        double[] mean,
        double[] deviation,
        PooledInput input,
        boolean pooledNorm,
        boolean transform,
        String loss) {

    static List<Option> declared() {
        List<Option> declared = new ArrayList<>(unit());
        declared.addAll(PooledInput.declared());
        declared.addAll(afterPooling());
        return declared;
    }

    private static List<Option> unit() {
        return List.of(
                Option.integer("outputs", 1, 1, 1 << 16, "", "How many numbers are answered."),
                Option.texts("names", List.of(), "Names of the numbers, in order.").unset(),
                Option.numbers(
                                "mean",
                                List.of(),
                                "",
                                "Mean of each number in training, in its own unit.")
                        .unset(),
                Option.numbers("deviation", List.of(), "", "Deviation of each number in training.")
                        .unset());
    }

    private static List<Option> afterPooling() {
        return List.of(
                Option.flag("pooled_norm", false, "Normalises the pooled vector."),
                Option.flag(
                        "transform",
                        false,
                        "A linear layer, GELU and a norm before the last layer."),
                Option.choice(
                        "loss",
                        "squared",
                        List.of("squared", "absolute", "huber"),
                        "What training makes small, of standardised numbers."));
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for lists that are not as long as
     *     there are outputs, or a deviation that is not above 0
     */
    static RegressionOptions from(Options options) {
        int outputs = options.integer("outputs");
        return new RegressionOptions(
                outputs,
                names(options, outputs),
                list(options, "mean", outputs, 0),
                list(options, "deviation", outputs, 1),
                PooledInput.from(options),
                options.flag("pooled_norm"),
                options.flag("transform"),
                options.text("loss"));
    }

    private static List<String> names(Options options, int outputs) {
        List<String> names = options.isSet("names") ? options.texts("names") : List.of();
        if (!names.isEmpty() && names.size() != outputs) {
            throw wrongCount("names", outputs, names.size());
        }
        return names;
    }

    private static double[] list(Options options, String name, int outputs, double otherwise) {
        double[] values = new double[outputs];
        if (!options.isSet(name) || options.numbers(name).isEmpty()) {
            Arrays.fill(values, otherwise);
            return values;
        }
        List<Double> given = options.numbers(name);
        if (given.size() != outputs) {
            throw wrongCount(name, outputs, given.size());
        }
        for (int m = 0; m < outputs; m++) {
            values[m] = given.get(m);
            if (name.equals("deviation") && !(values[m] > 0)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "option 'deviation' takes numbers above 0, got " + values[m]);
            }
        }
        return values;
    }

    private static MetaTransformerException wrongCount(String name, int outputs, int given) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "option '"
                        + name
                        + "' takes one value for each of the "
                        + outputs
                        + " outputs, got "
                        + given);
    }
}
