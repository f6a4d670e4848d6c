package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.cli.bench.Benchmarks;
import io.metatransformer.cli.bench.FitBenchmark;
import io.metatransformer.cli.bench.LinearFit;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.FitReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What {@code bench --fit} measures and shows: heads fitted to real data. */
final class BenchFit {

    @Option(
            names = "--fit",
            description =
                    "Fits heads to real data through the frozen encoder, beside baselines; needs the benchmarks"
                            + " and their data (distribution/benchmarks).")
    private boolean wanted;

    @Option(
            names = "--data",
            paramLabel = "FOLDER",
            defaultValue = "data",
            description = "With --fit: folder of the data sets (${DEFAULT-VALUE}).")
    private Path data;

    @Option(
            names = "--only",
            paramLabel = "NAME",
            split = ",",
            description = "With --fit: these data sets alone.")
    private List<String> only = new ArrayList<>();

    @Option(
            names = "--full",
            description = "With --fit: all examples, which takes hours, instead of a part of them.")
    private boolean full;

    @Option(
            names = "--together",
            description =
                    "With --fit: also trains each tokenizer together with a head (fit --train tokenizer,head).")
    private boolean together;

    @Option(
            names = "--benchmarks",
            paramLabel = "FOLDER",
            description =
                    "With --fit: folder of the benchmarks' JARs (else benchmarks/ of the package).")
    private Path benchmarks;

    @Option(
            names = "--fit-linear",
            description =
                    "Fits a linear head to 10,000 features of width 768 that are there already, and shows time"
                            + " and memory.")
    private boolean linear;

    boolean isWanted() {
        return wanted || linear;
    }

    int run(Terminal terminal, InstallationOptions installation, String model, boolean json) {
        return linear
                ? linear(terminal, installation)
                : realData(terminal, installation, model, json);
    }

    private static int linear(Terminal terminal, InstallationOptions installation) {
        try (TemporaryFolder models = TemporaryFolder.create();
                MetaTransformer mt =
                        installation.builder().models(models.path()).watch(false).build()) {
            LinearFit.Outcome outcome = LinearFit.run(mt, models.path());
            FitReport report = outcome.report();
            Table table = new Table("LINEAR HEAD", "");
            table.row("features", LinearFit.EXAMPLES + " of width " + LinearFit.WIDTH);
            table.row("epochs", report.epochs().size() + ", best " + (report.best() + 1));
            table.row("accuracy", share(report.validation().score()));
            table.row("steps", seconds(report.steps()));
            table.row("before", seconds(report.features()) + " to read the features");
            outcome.processor()
                    .ifPresent(
                            time ->
                                    table.row(
                                            "processor", seconds(time) + " of the whole process"));
            table.row("heap", (outcome.heap() >> 20) + " MiB at most");
            outcome.resident()
                    .ifPresent(most -> table.row("process", (most >> 20) + " MiB at most"));
            terminal.print(table);
        }
        return ExitCodes.OK;
    }

    private static String share(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }

    private static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** On a copy of the model, which keeps its heads as they are. */
    private int realData(
            Terminal terminal, InstallationOptions installation, String model, boolean json) {
        Path installed =
                benchmarks != null ? benchmarks : InstallationOptions.home().resolve("benchmarks");
        try (Benchmarks all = Benchmarks.in(installed)) {
            FitBenchmark benchmark = all.fit();
            try (TemporaryFolder models = TemporaryFolder.create()) {
                copy(installation.models().resolve(model), models.path().resolve(model));
                FitBenchmark.Wish wish = new FitBenchmark.Wish(data, model, full, together, only);
                try (MetaTransformer mt =
                        installation.builder().models(models.path()).watch(false).build()) {
                    FitBenchmark.Report report = benchmark.run(mt, wish, terminal::remark);
                    terminal.println(json ? AnswerJson.text(report.json()) : report.markdown());
                }
            }
            return ExitCodes.OK;
        }
    }

    private static void copy(Path model, Path to) {
        if (!Files.isDirectory(model)) {
            throw new MetaTransformerException(
                    ErrorCode.UNKNOWN_MODEL, "there is no model '" + model.getFileName() + "'");
        }
        try (Stream<Path> all = Files.walk(model)) {
            for (Path each : all.toList()) {
                Files.copy(each, to.resolve(model.relativize(each)));
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "model '" + model.getFileName() + "' cannot be copied", e);
        }
    }
}
