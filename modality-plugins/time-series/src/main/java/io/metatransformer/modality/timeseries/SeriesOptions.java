package io.metatransformer.modality.timeseries;

import io.metatransformer.api.Option;
import io.metatransformer.series.MissingValues;
import io.metatransformer.series.Scaling;
import io.metatransformer.tables.CsvDialect;
import java.util.ArrayList;
import java.util.List;

/** Every option of this tokenizer. Those of a file and of its preparation may be set per request. */
final class SeriesOptions {
    /** {@link Frequency#of} tells words that are known from words that have no features. */
    private static final List<Option> ALL = all();

    private SeriesOptions() {}

    static List<Option> declared() {
        return ALL;
    }

    private static List<Option> all() {
        List<Option> all = new ArrayList<>(model());
        all.addAll(Scaling.options());
        all.addAll(preparation());
        all.addAll(times());
        all.add(
                Option.flag("header", true, "Whether a CSV file starts with names of its columns.")
                        .settablePerRequest());
        all.addAll(CsvDialect.options());
        return List.copyOf(all);
    }

    private static List<Option> model() {
        return List.of(
                Option.integer("channels", 1, 1, 4096, "", "Channels that the weights read."),
                Option.choice(
                        "embedding",
                        "steps",
                        List.of("steps", "patches"),
                        "A token per step, or per patch of steps of one channel (PatchTST)."),
                Option.choice(
                        "temporal",
                        "timeF",
                        List.of("timeF", "fixed", "learned", "none"),
                        "How times enter: features of the calendar through a linear layer, fixed or"
                                + " learned tables, or not at all. Not used for patches."),
                Option.text(
                        "frequency",
                        "auto",
                        "Which features of the calendar count: s, t (minutes), h, d, b, w, m; auto:"
                                + " by the median step of each series, with a column per feature in"
                                + " the weights."),
                Option.flag("position", true, "Adds sinusoids of the position."),
                Option.integer("patch_length", 16, 1, 4096, "steps", "Length of a patch."),
                Option.integer("patch_stride", 8, 1, 4096, "steps", "From one patch to the next."),
                Option.integer("max_tokens", 16_384, 1, 1 << 20, "tokens", "Most of one input."));
    }

    private static List<Option> preparation() {
        return List.of(
                MissingValues.option("linear"),
                Option.integer(
                                "last",
                                96,
                                1,
                                5_000_000,
                                "steps",
                                "Reads only so many steps at the end of a series. Unset: all.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                "truncate",
                                "error",
                                List.of("error", "end", "start"),
                                "A series that is too long: refused, or cut off at its end or start.")
                        .settablePerRequest(),
                Option.text("target", "", "Name of the channel to move to the last place.")
                        .unset()
                        .settablePerRequest());
    }

    private static List<Option> times() {
        return List.of(
                Option.text(
                                "timestamp_column",
                                "date",
                                "Column of times; empty for none. Unset: 'date', or else the first column"
                                        + " if it holds times.")
                        .unset()
                        .settablePerRequest(),
                Option.text(
                                "timestamp_pattern",
                                "",
                                "Form of the times if it is not ISO 8601 or since 1970, such as"
                                        + " dd/MM/yyyy HH:mm.")
                        .unset()
                        .settablePerRequest(),
                Option.text(
                                "zone",
                                "",
                                "Zone of the clock that times with an offset are shown on, such as"
                                        + " Europe/Oslo; unset: as written.")
                        .unset()
                        .settablePerRequest(),
                Option.choice(
                                "order",
                                "strict",
                                List.of("strict", "sort", "keep"),
                                "Times that do not increase: refused, sorted, or left.")
                        .settablePerRequest());
    }
}
