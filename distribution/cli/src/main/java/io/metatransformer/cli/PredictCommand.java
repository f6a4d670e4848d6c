package io.metatransformer.cli;

import io.metatransformer.core.MetaTransformer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Asks a head about inputs. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Asks a head of the model about inputs and shows its answers.",
        footer = {
            "",
            "Example:",
            "  metatransformer predict --head embedding --head-option pooling=max cat.png",
            "",
            ExitCodes.HELP
        })
final class PredictCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private InputOptions inputs;
    @Mixin private OutputOptions output;

    @Option(names = "--head", required = true, paramLabel = "NAME", description = "Head to ask.")
    private String head;

    @Option(
            names = "--head-option",
            paramLabel = "NAME=VALUE",
            description = "Option of the head, for these inputs alone; may be given again.")
    private Map<String, String> options = new TreeMap<>();

    @Option(names = "--top-k", paramLabel = "K", description = "Most labels that are shown.")
    private Integer topK;

    @Override
    public Integer call() {
        Map<String, Object> all = new TreeMap<>(options);
        if (topK != null) {
            all.put("top_k", topK);
        }
        Terminal terminal = Terminal.of(spec);
        try (MetaTransformer mt = installation.open()) {
            return new Asking(terminal, inputs, output)
                    .ask(mt, all, request -> mt.predict(head, request));
        }
    }
}
