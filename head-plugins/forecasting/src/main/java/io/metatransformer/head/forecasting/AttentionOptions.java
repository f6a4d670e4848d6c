package io.metatransformer.head.forecasting;

import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.series.Frequency;
import java.util.List;
import java.util.Optional;

/**
 * How the reference's decoder is built.
 *
 * @param label known steps that stand before the horizon in what it reads
 * @param hidden width of the layer between
 * @param temporal how times enter: {@code timeF}, {@code fixed}, {@code learned} or {@code none}
 * @param frequency that decides the columns of {@code timeF}; absent for a column per feature
 */
record AttentionOptions(
        int label,
        int layers,
        int heads,
        int hidden,
        double dropout,
        String temporal,
        Optional<Frequency> frequency,
        boolean position) {

    static final Option LABEL =
            Option.integer(
                    "label", 48, 0, 1 << 16, "steps", "Known steps that the decoder reads again.");
    static final Option LAYERS = Option.integer("layers", 1, 1, 64, "", "Layers of the decoder.");
    static final Option HEADS =
            Option.integer("heads", 8, 1, 1 << 10, "", "Heads of its attention.");
    static final Option HIDDEN =
            Option.integer("hidden", 2048, 1, 1 << 16, "", "Width of its hidden layer.");
    static final Option DROPOUT =
            Option.number("dropout", 0.1, 0, 0.9, "", "Share that it drops in training.");
    static final Option TEMPORAL =
            Option.choice(
                    "temporal",
                    "timeF",
                    List.of("timeF", "fixed", "learned", "none"),
                    "How times enter the decoder, as for the tokenizer of time series.");
    static final Option FREQUENCY =
            Option.text(
                    "frequency",
                    "auto",
                    "Which features of the calendar count there, as for that tokenizer.");
    static final Option POSITION =
            Option.flag("position", true, "Whether positions are added there.");

    static AttentionOptions from(Options options) {
        String frequency = options.text("frequency");
        return new AttentionOptions(
                options.integer("label"),
                options.integer("layers"),
                options.integer("heads"),
                options.integer("hidden"),
                options.number("dropout"),
                options.text("temporal"),
                frequency.equals("auto") ? Optional.empty() : Optional.of(Frequency.of(frequency)),
                options.flag("position"));
    }
}
