package io.metatransformer.cli;

import io.metatransformer.cli.bench.DrawnModel;
import io.metatransformer.cli.bench.Soak;
import io.metatransformer.cli.bench.TokenizerBench;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Manifest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What {@code bench --tokenizers} measures and shows. */
final class BenchTokenizers {
    private final Terminal terminal;
    private final InstallationOptions installation;
    private final Duration time;
    private final boolean json;

    BenchTokenizers(
            Terminal terminal, InstallationOptions installation, Duration time, boolean json) {
        this.terminal = terminal;
        this.installation = installation;
        this.time = time;
        this.json = json;
    }

    /**
     * Memory over many calls of each tokenizer.
     *
     * @return {@link ExitCodes#FOUND} if it grows
     */
    int soak(String model, int calls) {
        Samples samples = Samples.in(InstallationOptions.home().resolve("samples"));
        boolean[] flat = {true};
        terminal.println("modality         calls  resident MiB  growth");
        try (MetaTransformer mt = installation.open()) {
            new TokenizerBench(mt, ModelListing.manifest(mt, model).name(), time)
                    .soak(
                            samples,
                            calls,
                            growth -> {
                                flat[0] &= Soak.isFlat(growth.marks());
                                terminal.println(line(growth));
                            });
        }
        terminal.println(
                "growth: resident at the end over half time (least of three marks each); "
                        + (flat[0] ? "flat" : "it grows"));
        return flat[0] ? ExitCodes.OK : ExitCodes.FOUND;
    }

    private static String line(TokenizerBench.Growth growth) {
        OptionalLong last = growth.marks().get(growth.marks().size() - 1).resident();
        return String.format(
                Locale.ROOT,
                "%-15s  %5d  %12s  %6.3f",
                growth.modality(),
                growth.calls(),
                last.isPresent() ? last.getAsLong() >> 20 : "-",
                Soak.growth(growth.marks()));
    }

    /** @param model absent for one of the released size, made for the occasion */
    int run(Optional<String> model) {
        return model.map(this::installed).orElseGet(this::drawn);
    }

    private int installed(String model) {
        try (MetaTransformer mt = installation.open();
                ProgressBars progress = new ProgressBars(terminal)) {
            return measure(mt, ModelListing.manifest(mt, model), progress);
        }
    }

    private int drawn() {
        try (TemporaryFolder models = TemporaryFolder.create();
                ProgressBars progress = new ProgressBars(terminal)) {
            Manifest like;
            try (MetaTransformer mt = installation.open()) {
                like = ModelListing.manifest(mt, InstallationOptions.DEFAULT_MODEL);
            }
            try (MetaTransformer mt =
                    installation.builder().models(models.path()).watch(false).build()) {
                DrawnModel.write(mt, models.path(), like, progress);
                return measure(mt, ModelListing.manifest(mt, DrawnModel.NAME), progress);
            }
        }
    }

    private int measure(MetaTransformer mt, Manifest model, ProgressBars progress) {
        Samples samples = Samples.in(InstallationOptions.home().resolve("samples"));
        List<TokenizerBench.Row> rows =
                new TokenizerBench(mt, model.name(), time).run(samples, progress);
        progress.close();
        if (json) {
            terminal.println(AnswerJson.text(document(model, rows)));
        } else {
            terminal.println(
                    "model "
                            + model.name()
                            + ": "
                            + model.encoder().depth()
                            + " blocks, width "
                            + model.encoder().dim()
                            + "; medians of one sample at a time; then requests a second, one at a time and "
                            + Runtime.getRuntime().availableProcessors()
                            + " together");
            terminal.print(table(rows));
        }
        return ExitCodes.OK;
    }

    private static Table table(List<TokenizerBench.Row> rows) {
        Table table =
                new Table(
                        "modality",
                        "sample",
                        "tokens",
                        "tokenize",
                        "encode",
                        "ratio",
                        "alone",
                        "together",
                        "scaling",
                        "cores");
        for (TokenizerBench.Row row : rows) {
            table.row(
                    row.modality(),
                    row.sample(),
                    row.tokens(),
                    String.format(Locale.ROOT, "%.2f ms", row.tokenize()),
                    String.format(Locale.ROOT, "%.2f ms", row.encode()),
                    String.format(Locale.ROOT, "%.1f %%", 100 * row.ratio()),
                    String.format(Locale.ROOT, "%.1f/s", row.alone().perSecond()),
                    String.format(Locale.ROOT, "%.1f/s", row.together().perSecond()),
                    String.format(Locale.ROOT, "%.2f", row.scaling()),
                    String.format(
                            Locale.ROOT,
                            "%.1f to %.1f",
                            row.alone().cores(),
                            row.together().cores()));
        }
        return table;
    }

    private static Map<String, Object> document(Manifest model, List<TokenizerBench.Row> rows) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("model", model.name());
        document.put("dim", model.encoder().dim());
        document.put("depth", model.encoder().depth());
        document.put("heads", model.encoder().heads());
        document.put("processors", Runtime.getRuntime().availableProcessors());
        document.put("tokenizers", rows.stream().map(BenchTokenizers::fields).toList());
        return document;
    }

    private static Map<String, Object> fields(TokenizerBench.Row row) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("modality", row.modality());
        fields.put("sample", row.sample());
        fields.put("tokens", row.tokens());
        fields.put("tokenize_ms", row.tokenize());
        fields.put("encode_ms", row.encode());
        fields.put("ratio", row.ratio());
        fields.put("alone_per_second", row.alone().perSecond());
        fields.put("alone_cores", row.alone().cores());
        fields.put("together_per_second", row.together().perSecond());
        fields.put("together_cores", row.together().cores());
        fields.put("scaling", row.scaling());
        return fields;
    }
}
