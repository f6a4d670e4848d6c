package io.metatransformer.cli;

import io.metatransformer.api.Prediction;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.Reply;
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

/** Asks a head about inputs. */
@Command(
        name = "predict",
        mixinStandardHelpOptions = true,
        description = "Asks a head of the model about inputs and shows its answers.",
        footer = {
            "",
            "Examples:",
            "  metatransformer predict --head embedding --head-option pooling=max cat.png",
            "  metatransformer predict --head parts --render answer.png street.jpg",
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

    @Option(
            names = "--render",
            paramLabel = "FILE.png",
            description =
                    "Draws the answer: boxes and masks over the picture, forecasts beside what went before,"
                            + " bars of labels. Of several inputs FILE-1.png, FILE-2.png and so on, or files in a"
                            + " folder.")
    private Path render;

    @Override
    public Integer call() {
        Map<String, Object> all = new TreeMap<>(options);
        if (topK != null) {
            all.put("top_k", topK);
        }
        Terminal terminal = Terminal.of(spec);
        Optional<Pictures> pictures =
                Optional.ofNullable(render).map(file -> new Pictures(file, inputs.count()));
        try (MetaTransformer mt = installation.open()) {
            return new Asking(terminal, inputs, output)
                    .ask(
                            mt,
                            all,
                            request -> {
                                Reply<Prediction> reply = mt.predict(head, request);
                                pictures.ifPresent(p -> p.draw(mt, head, request, reply));
                                return reply;
                            });
        }
    }
}
