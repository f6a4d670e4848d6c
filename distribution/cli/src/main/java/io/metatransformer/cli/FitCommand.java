package io.metatransformer.cli;

import io.metatransformer.api.TrainingRules;
import io.metatransformer.cli.data.DataSet;
import io.metatransformer.cli.data.SeriesForm;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.FitPlan;
import io.metatransformer.core.fit.FitReport;
import io.metatransformer.core.fit.FitSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Trains a head upon the frozen encoder of a model. */
@Command(
        name = "fit",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Trains a head upon the frozen encoder of a model, and adds it to the model. A running server"
                        + " has it at once.",
        footer = {
            "",
            "Examples:",
            "  metatransformer fit --data pets/ --as pets",
            "  metatransformer fit --data list.csv --modality audio --head classification --as words",
            "  metatransformer fit --data weather.csv --modality time-series --head forecasting --head-option"
                    + " horizon=24 --as weather",
            "  metatransformer fit --data people/ --head retrieval --as people",
            "  metatransformer fit --data land/ --head segmentation --as land",
            "  metatransformer fit --data pets/ --train tokenizer,head --as pets",
            "  metatransformer fit --data customers.csv --modality tabular --target leaves --as leaves",
            "",
            ExitCodes.HELP
        })
final class FitCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOptions data;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description = "Name of the head in the model; a head of that name is replaced.")
    private String name;

    @Option(
            names = "--head",
            paramLabel = "SERVICE",
            defaultValue = "classification",
            description = "What kind of head learns (${DEFAULT-VALUE}).")
    private String head;

    @Option(
            names = "--head-option",
            paramLabel = "NAME=VALUE",
            description = "Option of the head, such as pooling=cls; may be given again.")
    private Map<String, String> headOptions = new TreeMap<>();

    @Option(
            names = "--validation",
            paramLabel = "PATH",
            description =
                    "Examples that choose the best epoch, in a form of --data (else a share of --data).")
    private Path validation;

    @Option(
            names = "--validation-share",
            paramLabel = "S",
            defaultValue = "0.2",
            description = "That share (${DEFAULT-VALUE}).")
    private double validationShare;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "100",
            description = "Most walks through the data (${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Examples of a step (${DEFAULT-VALUE}).")
    private int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "R",
            defaultValue = "0.005",
            description = "The highest rate of AdamW (${DEFAULT-VALUE}).")
    private double learningRate;

    @Option(
            names = "--decay",
            paramLabel = "D",
            defaultValue = "0.05",
            description = "Decay of weights (${DEFAULT-VALUE}).")
    private double decay;

    @Option(
            names = "--smoothing",
            paramLabel = "S",
            defaultValue = "0",
            description = "Share of a label that is spread over all (${DEFAULT-VALUE}).")
    private double smoothing;

    @Option(
            names = "--patience",
            paramLabel = "N",
            defaultValue = "15",
            description =
                    "Epochs without a better loss after which training ends; 0: never"
                            + " (${DEFAULT-VALUE}).")
    private int patience;

    @Mixin private TuningOptions tuning;

    @Option(names = "--balanced", description = "Every label counts the same.")
    private boolean balanced;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Of all that is drawn; equal seeds give equal heads (${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--keep",
            paramLabel = "FOLDER",
            description =
                    "Keeps what the head needs of each example's features, so that another run need not"
                            + " encode them again, and the training after each epoch, so that the same command"
                            + " goes on where it was interrupted.")
    private Path keep;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORM",
            defaultValue = "table",
            description = "table or json.")
    private MetricsReport.Form form;

    @Mixin private InstallationOptions installation;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        try (MetaTransformer mt = installation.open();
                ProgressBars progress = new ProgressBars(terminal)) {
            FitSettings settings = settings();
            boolean untrained = Untrained.throughout(mt, data.model());
            Optional<SeriesForm> windows =
                    head.equals(SeriesForm.HEAD)
                            ? Optional.of(data.series(headOptions))
                            : Optional.empty();
            DataSet reader = data.reader(head);
            reader = windows.map(reader::asSeries).orElse(reader);
            boolean trained = windows.isPresent() && data.hasTrainedTokenizer(mt);
            reader = trained ? reader : reader.forFit();
            DataSet.Parts parts =
                    data.parts(reader, Optional.ofNullable(validation), validationShare);
            Map<String, Object> all = options();
            Map<String, Object> chosen = windows.map(cut -> cut.options(all)).orElse(all);
            FitPlan plan =
                    FitPlan.of(head, name, parts.training())
                            .withModel(data.modelName())
                            .withValidation(parts.validation())
                            .withOptions(chosen)
                            .withSettings(settings)
                            .withTuning(tuning.tuning());
            plan = parts.learning().map(plan::learning).orElse(plan);
            plan = keep == null ? plan : plan.keeping(keep);
            plan = untrained || data.allowRandomWeights() ? plan.withRandomWeightsAllowed() : plan;
            FitReport report = mt.fit(plan, progress);
            progress.close();
            MetricsReport.write(report, form, terminal);
            if (untrained) {
                terminal.warn(
                        "UNTRAINED: the encoder of model '"
                                + report.model()
                                + "' was never trained; the head learnt from what it makes of the data"
                                + " all the same.");
            }
        }
        return ExitCodes.OK;
    }

    private Map<String, Object> options() {
        Map<String, Object> options = new TreeMap<>(headOptions);
        data.labels().ifPresent(list -> options.put("labels", list.labels()));
        return options;
    }

    private FitSettings settings() {
        FitSettings usual = FitSettings.DEFAULT;
        TrainingRules rules =
                new TrainingRules(
                        decay, smoothing, usual.rules().dropout(), usual.rules().maxNorm(), seed);
        return new FitSettings(
                epochs,
                batch,
                learningRate,
                Math.min(usual.leastRate(), learningRate),
                usual.warmup(),
                patience,
                balanced,
                validationShare,
                rules);
    }
}
