package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.cli.demo.Exhibit;
import io.metatransformer.cli.demo.Exhibition;
import io.metatransformer.cli.demo.Page;
import io.metatransformer.cli.demo.Report;
import io.metatransformer.cli.samples.Samples;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Manifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows every modality that is installed, on one page. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Runs the sample of every installed modality through the pipeline, and writes one page of"
                        + " HTML about it that opens offline.",
        footer = {
            "",
            "Examples:",
            "  metatransformer demo",
            "  metatransformer demo --model base --out base.html",
            "",
            ExitCodes.HELP
        })
final class DemoCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;

    @Option(
            names = "--out",
            paramLabel = "FILE",
            defaultValue = "report.html",
            description = "The page to write (${DEFAULT-VALUE}); one of that name is replaced.")
    private Path out;

    @Option(names = "--model", paramLabel = "NAME", description = "Model to ask (else 'default').")
    private String model = InstallationOptions.DEFAULT_MODEL;

    @Option(names = "--json", description = "Says on the screen what the page shows, as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        try (MetaTransformer mt = installation.open()) {
            Manifest manifest = ModelListing.manifest(mt, model);
            Samples samples = Samples.in(InstallationOptions.home().resolve("samples"));
            Exhibition exhibition = new Exhibition(mt, manifest, samples);
            Report report;
            try (ProgressBars progress = new ProgressBars(terminal)) {
                report = exhibition.run(Version.text(), progress);
            }
            write(Page.of(report));
            show(terminal, report);
            List<MetaTransformerException> refusals = exhibition.refusals();
            refusals.forEach(each -> terminal.fail(Failures.oneLine(each.toString())));
            return refusals.isEmpty() ? ExitCodes.OK : ExitCodes.of(refusals.get(0).code());
        }
    }

    private void write(String page) {
        try {
            Files.writeString(out, page);
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "'" + out.getFileName() + "' cannot be written", e);
        }
    }

    private void show(Terminal terminal, Report report) {
        if (json) {
            terminal.println(AnswerJson.text(DemoJson.of(report)));
        } else {
            Table table = new Table("modality", "sample", "tokens", "layout", "tokenize", "encode");
            for (Exhibit each : report.shown()) {
                Exhibit.Outcome outcome = each.outcome().orElseThrow();
                table.row(
                        each.modality(),
                        each.file(),
                        outcome.segment().length(),
                        outcome.layout(),
                        AnswerTable.millis(outcome.tokenize()),
                        AnswerTable.millis(outcome.encode()));
            }
            terminal.print(table);
            terminal.println("");
            terminal.println("The page is " + out + ": open it in a browser.");
        }
        if (report.untrained()) {
            terminal.warn(
                    "UNTRAINED: weights that took part were never trained: shapes and times are real, the"
                            + " values mean nothing.");
        }
    }
}
