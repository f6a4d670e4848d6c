package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import io.metatransformer.cli.importing.ExportedEncoder;
import io.metatransformer.converter.checkpoint.Checkpoint;
import io.metatransformer.converter.checkpoint.EncoderCheckpoint;
import io.metatransformer.converter.checkpoint.EncoderLayout;
import io.metatransformer.converter.checkpoint.ImportOptions;
import io.metatransformer.converter.checkpoint.pytorch.ReadOptions;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Licence;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.Source;
import io.metatransformer.core.model.WrittenModel;
import io.metatransformer.graph.Activation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Turns a checkpoint into a model. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        description = {
            "Turns a checkpoint into a model: safetensors, a PyTorch file (nothing in it is run), or the"
                    + " index of one in shards.",
            "Recognised: Meta-Transformer, timm, OpenCLIP, Hugging Face CLIP, SigLIP, ViT and DINOv2."
        },
        footer = {
            "",
            "Example:",
            "  metatransformer import Meta-Transformer_base_patch16_encoder.pth --as base",
            "",
            ExitCodes.HELP
        })
final class ImportCommand implements Callable<Integer> {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,63}");

    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;

    @Parameters(paramLabel = "FILE", description = "The checkpoint.")
    private Path file;

    @Option(
            names = "--as",
            required = true,
            paramLabel = "NAME",
            description = "Name of the new model.")
    private String name;

    @Option(names = "--replace", description = "Replaces a model of that name.")
    private boolean replace;

    @Option(
            names = "--layout",
            paramLabel = "L",
            description = "Whose names the file follows, where that cannot be told from it.")
    private String layout;

    @Option(
            names = "--prefix",
            paramLabel = "P",
            description = "What stands before the blocks' numbers, where there are several stacks.")
    private String prefix;

    @Option(names = "--heads", paramLabel = "N", description = "Attention heads (else width / 64).")
    private Integer heads;

    @Option(
            names = "--eps",
            paramLabel = "E",
            description = "Epsilon of the norms (else the layout's).")
    private Double eps;

    @Option(
            names = "--activation",
            paramLabel = "A",
            description = "${COMPLETION-CANDIDATES} (else the layout's).")
    private Activation activation;

    @Option(
            names = "--final-norm",
            negatable = true,
            description =
                    "Whether the norm after the last block is the encoder's (else if there is one).")
    private Boolean finalNorm;

    @Option(
            names = "--draw-missing",
            paramLabel = "SEED",
            description =
                    "Draws the tokenizers' tensors that the checkpoint lacks from this seed; answers made"
                            + " with them need --allow-random-weights.")
    private Long seed;

    @Option(
            names = "--licence",
            paramLabel = "L",
            description = "Licence of the weights, as an SPDX id.")
    private String licence;

    @Option(
            names = "--commercial-use",
            description = "The licence allows commercial use of the weights.")
    private boolean commercialUse;

    @Override
    public Integer call() {
        Terminal terminal = Terminal.of(spec);
        requireFree();
        try (ProgressBars progress = new ProgressBars(terminal);
                MetaTransformer mt = installation.open()) {
            try (Checkpoint checkpoint = Checkpoint.open(file, ReadOptions.defaults(), progress)) {
                EncoderCheckpoint found = EncoderCheckpoint.read(checkpoint, options(), progress);
                found.warnings().forEach(terminal::warn);
                try (ExportedEncoder encoder =
                        ExportedEncoder.write(
                                found.config(), found.weights(), installation.models(), progress)) {
                    show(terminal, found, mt.write(draft(encoder, found), progress));
                }
            }
        }
        return ExitCodes.OK;
    }

    /** Before minutes go into a large file. */
    private void requireFree() {
        if (!NAME.matcher(name).matches()) {
            throw new MetaTransformerException(
                    ErrorCode.INVALID_REQUEST,
                    "--as: a name is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, got "
                            + Quoted.of(name));
        }
        if (!replace && Files.exists(installation.models().resolve(name))) {
            throw new MetaTransformerException(
                    ErrorCode.CONFLICT,
                    "there is a model '"
                            + name
                            + "' already; choose another name, or --replace it");
        }
    }

    private ImportOptions options() {
        return new ImportOptions(
                Optional.ofNullable(layout).map(EncoderLayout::of),
                Optional.ofNullable(prefix),
                Optional.ofNullable(heads),
                Optional.ofNullable(eps),
                Optional.ofNullable(activation),
                Optional.ofNullable(finalNorm),
                Optional.empty());
    }

    private ModelDraft draft(ExportedEncoder encoder, EncoderCheckpoint found) {
        ModelDraft draft =
                encoder.draft(name, found.origin())
                        .rest(found.rest(), found.origin())
                        .source(
                                new Source(
                                        found.origin().source(),
                                        found.origin().sha256(),
                                        found.layout().word(),
                                        Version.text()));
        found.alignedSpace().ifPresent(draft::space);
        if (seed != null) {
            draft.drawMissing(seed);
        }
        if (licence != null) {
            draft.licence(new Licence(licence, Optional.empty(), commercialUse));
        }
        return replace ? draft.replacing() : draft;
    }

    private void show(Terminal terminal, EncoderCheckpoint found, WrittenModel written) {
        Manifest manifest = written.manifest();
        terminal.println(
                "model "
                        + manifest.name()
                        + ": layout "
                        + found.layout().word()
                        + (found.prefix().isEmpty() ? "" : " under '" + found.prefix() + "'")
                        + ", dim "
                        + manifest.encoder().dim()
                        + ", "
                        + manifest.encoder().depth()
                        + " blocks, "
                        + manifest.encoder().heads()
                        + " heads, "
                        + manifest.encoder().activation()
                        + ", eps "
                        + manifest.encoder().eps());
        Table parts = new Table("part", "name", "weights");
        manifest.parts()
                .forEach(
                        part ->
                                parts.row(
                                        part.kind().name().toLowerCase(Locale.ROOT),
                                        part.name(),
                                        part.words()));
        if (!parts.isEmpty()) {
            terminal.print(parts);
        }
        written.notes().forEach(terminal::remark);
        unclaimed(terminal, List.copyOf(written.unclaimed()));
    }

    private static void unclaimed(Terminal terminal, List<String> tensors) {
        if (!tensors.isEmpty()) {
            terminal.remark(
                    tensors.size()
                            + " tensor(s) of the file are nobody's, such as '"
                            + tensors.stream().sorted().findFirst().orElseThrow()
                            + "'");
        }
    }
}
