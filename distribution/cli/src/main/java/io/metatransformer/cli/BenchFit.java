package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.cli.bench.Benchmarks;
import io.metatransformer.cli.bench.FitBenchmark;
import io.metatransformer.core.MetaTransformer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
            names = "--benchmarks",
            paramLabel = "FOLDER",
            description =
                    "With --fit: folder of the benchmarks' JARs (else benchmarks/ of the package).")
    private Path benchmarks;

    boolean isWanted() {
        return wanted;
    }

    /** On a copy of the model, which keeps its heads as they are. */
    int run(Terminal terminal, InstallationOptions installation, String model, boolean json) {
        Path installed =
                benchmarks != null ? benchmarks : InstallationOptions.home().resolve("benchmarks");
        try (Benchmarks all = Benchmarks.in(installed)) {
            FitBenchmark benchmark = all.fit();
            try (TemporaryFolder models = TemporaryFolder.create()) {
                copy(installation.models().resolve(model), models.path().resolve(model));
                FitBenchmark.Wish wish = new FitBenchmark.Wish(data, model, full, only);
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
