package io.metatransformer.cli;

import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.cli.bench.Soak;
import io.metatransformer.cli.bench.Timings;
import io.metatransformer.core.Item;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.ModelInfo;
import io.metatransformer.core.Request;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Measures this installation on this machine. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description =
                "Measures the encoder and the whole path on this machine, every tokenizer beside the"
                        + " encoder, memory over many calls, or heads that are fitted to real data.",
        footer = {
            "",
            "Examples:",
            "  metatransformer bench",
            "  metatransformer bench --tokenizers",
            "  metatransformer bench --soak 2000",
            "  metatransformer bench --tokenizers --soak 1000",
            "  metatransformer bench --fit --data data/ --only credit-g",
            "",
            ExitCodes.HELP
        })
final class BenchCommand implements Callable<Integer> {
    private static final List<Integer> LENGTHS = List.of(16, 64, 197);
    private static final List<Integer> BATCHES = List.of(1, 8);

    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;
    @Mixin private BenchFit fit;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description =
                    "Model to measure (else 'default'; with --tokenizers, one of the released size, B16,"
                            + " whose weights are drawn for the occasion).")
    private String chosen;

    @Option(
            names = "--input",
            paramLabel = "[MODALITY=]FILE",
            description = "Inputs of the whole path; may be given again (else the samples).")
    private List<String> inputs;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "2",
            description = "How long each line is measured (${DEFAULT-VALUE}).")
    private double seconds;

    @Option(
            names = "--tokenizers",
            description =
                    "Measures the tokenizer of each modality on its sample, alone and with as many requests"
                            + " at once as there are processors, and the encoder on the same tokens.")
    private boolean tokenizers;

    @Option(names = "--json", description = "With --tokenizers or --fit: JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--soak",
            paramLabel = "N",
            description =
                    "Embeds N times in one process (with --tokenizers: tokenizes N times each sample) and"
                            + " shows memory on the way; ends with 1 if it grows.")
    private Integer soak;

    private String model = InstallationOptions.DEFAULT_MODEL;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        if (tokenizers) {
            var bench = new BenchTokenizers(terminal, installation, time(), json);
            return soak == null
                    ? bench.run(Optional.ofNullable(chosen))
                    : bench.soak(chosen == null ? model : chosen, soak);
        }
        model = chosen == null ? InstallationOptions.DEFAULT_MODEL : chosen;
        if (fit.isWanted()) {
            return fit.run(terminal, installation, model, json);
        }
        try (MetaTransformer mt = installation.open()) {
            List<Item> items = items();
            if (soak != null) {
                return soak(terminal, mt, items);
            }
            encoder(terminal, mt);
            terminal.println("");
            path(terminal, mt, items);
            return ExitCodes.OK;
        }
    }

    private List<Item> items() {
        List<String> named =
                inputs != null
                        ? inputs
                        : List.of(
                                "image=" + sample("cat.png"),
                                "time-series=" + sample("weather-synthetic.csv"));
        return named.stream()
                .map(InputArgument::of)
                .map(each -> Item.of(each.open(Optional.empty(), Map.of(), System.in)))
                .toList();
    }

    private static Path sample(String name) {
        return InstallationOptions.home().resolve("samples").resolve(name);
    }

    private Request request(List<Item> items) {
        return Request.of(items).withModel(model).withRandomWeightsAllowed();
    }

    private void encoder(Terminal terminal, MetaTransformer mt) {
        int width = width(mt);
        Table table =
                new Table(
                        "encoder", "tokens", "batch", "median", "95 %", "sequences/s", "tokens/s");
        for (int length : LENGTHS) {
            for (int batch : BATCHES) {
                Item item = Item.of(tokens(length, width));
                Request request = request(Collections.nCopies(batch, item));
                Timings timings = Timings.of(time(), () -> mt.encode(request).values());
                table.row(
                        model,
                        length,
                        batch,
                        millis(timings.millis(0.5)),
                        millis(timings.millis(0.95)),
                        whole(timings.perSecond() * batch),
                        whole(timings.perSecond() * batch * length));
            }
        }
        terminal.print(table);
    }

    private void path(Terminal terminal, MetaTransformer mt, List<Item> items) {
        Table table = new Table("input", "tokens", "median", "95 %", "inputs/s");
        for (Item item : items) {
            Request request = request(List.of(item));
            int tokens = mt.embed(request).answers().get(0).tokens();
            Timings timings = Timings.of(time(), () -> mt.embed(request).values());
            table.row(
                    InputOptions.name(item),
                    tokens,
                    millis(timings.millis(0.5)),
                    millis(timings.millis(0.95)),
                    String.format(Locale.ROOT, "%.1f", timings.perSecond()));
        }
        terminal.print(table);
    }

    private int soak(Terminal terminal, MetaTransformer mt, List<Item> items) {
        terminal.println("embeddings  resident MiB  heap MiB");
        int[] next = {0};
        Soak run =
                new Soak(
                        soak,
                        () -> {
                            Item item = items.get(next[0]++ % items.size());
                            mt.embed(request(List.of(item))).values();
                        });
        List<Soak.Mark> marks =
                run.run(
                        mark ->
                                terminal.println(
                                        String.format(
                                                Locale.ROOT,
                                                "%10d  %12s  %8d",
                                                mark.calls(),
                                                mark.resident().isPresent()
                                                        ? mark.resident().getAsLong() >> 20
                                                        : "-",
                                                mark.heap() >> 20)));
        boolean flat = Soak.isFlat(marks);
        terminal.println(
                String.format(
                        Locale.ROOT,
                        "resident at the end over half time: %.3f (least of three marks each), %s",
                        Soak.growth(marks),
                        flat ? "flat" : "it grows"));
        return flat ? ExitCodes.OK : ExitCodes.FOUND;
    }

    private int width(MetaTransformer mt) {
        return mt.models().stream()
                .filter(each -> each.name().equals(model))
                .map(ModelInfo::manifest)
                .flatMap(Optional::stream)
                .map(manifest -> manifest.encoder().dim())
                .findFirst()
                .orElseGet(
                        () -> {
                            mt.requireRoom(Optional.of(model)); // says what is wrong with it
                            return 0;
                        });
    }

    private static TokenSequence tokens(int length, int width) {
        FloatBuffer values = Tensor.allocate(Math.multiplyExact(length, width));
        SplitMix64 random = new SplitMix64(length);
        while (values.hasRemaining()) {
            values.put((float) (2 * random.nextDouble() - 1));
        }
        return TokenSequence.of(
                Tensor.of(values.flip(), length, width),
                Modality.of("bench"),
                0,
                new Layout.Series(length),
                Origin.named("bench"));
    }

    private Duration time() {
        return Duration.ofNanos((long) (seconds * 1e9));
    }

    private static String millis(double value) {
        return String.format(Locale.ROOT, "%.2f ms", value);
    }

    private static String whole(double value) {
        return String.format(Locale.ROOT, "%.0f", value);
    }
}
