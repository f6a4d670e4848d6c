package io.metatransformer.head.forecasting;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Locale;

/**
 * How a model's head is built.
 *
 * @param channels C, that are answered
 * @param horizon P, steps that are answered
 * @param names of the answered channels; none, or C
 * @param mean of each answered channel in training, for inputs that do not tell their own
 * @param deviation likewise, above 0
 * @param fromLast whether a forecast is told as its distance to the last known value
 */
record ForecastingOptions(
        Task task,
        boolean attends,
        int horizon,
        int channels,
        List<String> names,
        double[] mean,
        double[] deviation,
        boolean fromLast,
        String loss,
        double ratio,
        AttentionOptions attention) {

    /** What is answered. */
    enum Task {
        FORECAST,
        IMPUTE,
        ANOMALY
    }

    static List<Option> declared() {
        return List.of(
                Option.choice(
                        "answer",
                        "forecast",
                        List.of("forecast", "impute", "anomaly"),
                        "How the series goes on, what its gaps should hold, or how unusual each step is."),
                Option.choice(
                        "decoder",
                        "flatten",
                        List.of("flatten", "decoder"),
                        "What makes a forecast: one linear layer that reads all tokens, or the"
                                + " reference's decoder, which attends to them."),
                Option.integer("horizon", 24, 1, 1 << 16, "steps", "Steps of a forecast."),
                Option.integer("channels", 1, 1, 4096, "", "Channels that are answered."),
                Option.texts("names", List.of(), "Names of those channels, in order.").unset(),
                Option.numbers(
                                "mean",
                                List.of(),
                                "",
                                "Mean of each answered channel in training, for inputs that do not tell"
                                        + " how they were scaled.")
                        .unset(),
                Option.numbers("deviation", List.of(), "", "Deviation likewise.").unset(),
                Option.choice(
                        "start",
                        "mean",
                        List.of("mean", "last"),
                        "What a forecast adds to: the mean of the scaling, or the last known value"
                                + " (NLinear, arXiv 2205.13504)."),
                Option.choice(
                        "loss",
                        "squared",
                        List.of("squared", "absolute", "huber", "smape", "mase"),
                        "What training makes small: of scaled values; smape of values in their own"
                                + " unit, mase relative to the last season's change."),
                Option.integer(
                        "input",
                        96,
                        1,
                        1 << 20,
                        "steps",
                        "Length of the windows that a long series is cut into."),
                Option.integer(
                                "season",
                                1,
                                1,
                                1 << 20,
                                "steps",
                                "After so many steps the series tends to repeat itself: for metrics"
                                        + " and mase. Unset: by the distance of its steps.")
                        .unset(),
                Option.number(
                        "hidden_share",
                        0.25,
                        0.01,
                        0.9,
                        "",
                        "Share of the values that is hidden while filling gaps is learnt."),
                Option.number(
                        "ratio",
                        1,
                        0,
                        100,
                        "%",
                        "Share of the training steps that the threshold of an anomaly leaves above it."),
                Option.number(
                                "threshold",
                                1,
                                0,
                                Double.MAX_VALUE,
                                "",
                                "Energy above which a step is an anomaly. Unset: as learnt.")
                        .unset()
                        .settablePerRequest(),
                AttentionOptions.LABEL,
                AttentionOptions.LAYERS,
                AttentionOptions.HEADS,
                AttentionOptions.HIDDEN,
                AttentionOptions.DROPOUT,
                AttentionOptions.TEMPORAL,
                AttentionOptions.FREQUENCY,
                AttentionOptions.POSITION);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for lists that are not as long as
     *     there are channels, or a deviation that is not above 0
     */
    static ForecastingOptions from(Options options) {
        int channels = options.integer("channels");
        List<String> names = options.isSet("names") ? options.texts("names") : List.of();
        if (!names.isEmpty() && names.size() != channels) {
            throw wrongCount("names", channels, names.size());
        }
        return new ForecastingOptions(
                Task.valueOf(options.text("answer").toUpperCase(Locale.ROOT)),
                options.text("decoder").equals("decoder"),
                options.integer("horizon"),
                channels,
                names,
                numbers(options, "mean", channels),
                numbers(options, "deviation", channels),
                options.text("start").equals("last"),
                options.text("loss"),
                options.number("ratio"),
                AttentionOptions.from(options));
    }

    /** As many as there are channels, or none. */
    private static double[] numbers(Options options, String name, int channels) {
        List<Double> given = options.isSet(name) ? options.numbers(name) : List.of();
        if (!given.isEmpty() && given.size() != channels) {
            throw wrongCount(name, channels, given.size());
        }
        if (name.equals("deviation") && given.stream().anyMatch(value -> !(value > 0))) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "option 'deviation' takes numbers above 0, got " + given);
        }
        return given.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static MetaTransformerException wrongCount(String name, int channels, int given) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "option '"
                        + name
                        + "' takes one value for each of the "
                        + channels
                        + " channels, got "
                        + given);
    }
}
