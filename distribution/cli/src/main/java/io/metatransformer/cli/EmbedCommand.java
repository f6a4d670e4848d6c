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

/** Turns inputs into vectors. */
@Command(
        name = "embed",
        mixinStandardHelpOptions = true,
        description = "Turns inputs into vectors and shows them, with times.",
        footer = {
            "",
            "Examples:",
            "  metatransformer embed cat.png",
            "  metatransformer embed cat.png time-series=series.csv",
            "  metatransformer embed --text 'a photo of a cat'",
            "  metatransformer embed --pooling none --output npy --to cat.npy cat.png",
            "",
            ExitCodes.HELP
        })
final class EmbedCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private InputOptions inputs;
    @Mixin private OutputOptions output;

    @Option(
            names = "--pooling",
            paramLabel = "HOW",
            description =
                    "One vector of the first token (cls), of all tokens (mean, max), or one per token"
                            + " (none). Default: as the model says, else mean.")
    private String pooling;

    @Option(names = "--normalize", description = "Scales every vector to length 1.")
    private boolean normalize;

    @Option(
            names = "--dimensions",
            paramLabel = "N",
            description = "Keeps only the first N values of each vector.")
    private Integer dimensions;

    @Override
    public Integer call() {
        Map<String, Object> options = new TreeMap<>();
        if (pooling != null) {
            options.put("pooling", pooling);
        }
        if (normalize) {
            options.put("normalize", true);
        }
        if (dimensions != null) {
            options.put("dimensions", dimensions);
        }
        Terminal terminal = Terminal.of(spec);
        try (MetaTransformer mt = installation.open()) {
            return new Asking(terminal, inputs, output).ask(mt, options, mt::embed);
        }
    }
}
