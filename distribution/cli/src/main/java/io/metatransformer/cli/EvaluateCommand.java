package io.metatransformer.cli;

import io.metatransformer.cli.data.DataSet;
import io.metatransformer.cli.data.SeriesForm;
import io.metatransformer.core.HeadInfo;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.fit.Evaluation;
import io.metatransformer.core.fit.Example;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures the answers of a head. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        description = "Asks a head about examples whose answers are known, and measures it.",
        footer = {
            "",
            "Example:",
            "  metatransformer evaluate --head pets --data unseen-pets/",
            "",
            ExitCodes.HELP
        })
final class EvaluateCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOptions data;

    @Option(
            names = "--head",
            required = true,
            paramLabel = "NAME",
            description = "Head of the model.")
    private String head;

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
        try (MetaTransformer mt = installation.open()) {
            Optional<HeadInfo> known = head(mt);
            String service = known.map(HeadInfo::service).orElse(head);
            DataSet reader = data.reader(service);
            if (service.equals(SeriesForm.HEAD) && known.isPresent()) {
                reader = reader.asSeries(data.series(known.get().config()));
            }
            List<Example> examples = data.read(reader, data.data());
            boolean untrained = Untrained.throughout(mt, data.model());
            Evaluation evaluation =
                    mt.evaluate(
                            Optional.of(data.modelName()),
                            head,
                            examples,
                            untrained || data.allowRandomWeights());
            MetricsReport.write(evaluation, form, terminal);
        }
        return ExitCodes.OK;
    }

    /** Nothing if the model has none of that name, which is refused later. */
    private Optional<HeadInfo> head(MetaTransformer mt) {
        return mt.heads().stream()
                .filter(each -> each.name().equals(head))
                .filter(each -> each.model().equals(Optional.of(data.modelName())))
                .findFirst();
    }
}
