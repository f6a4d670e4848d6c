package io.metatransformer.workshop;

import io.metatransformer.api.Modality;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.cli.importing.ExportedEncoder;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.core.model.Licence;
import io.metatransformer.testkit.ClosedForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the model that every package brings: small, and UNTRAINED. Its weights follow a rule (see {@link
 * ClosedForm}), so that every build makes the same model and none needs to be downloaded.
 */
public final class DefaultModel {
    private static final String NAME = "default";
    private static final int WIDTH = 192;
    private static final int DEPTH = 4;
    private static final int HEADS = 3;
    private static final long SEED = 1;

    /** Those of the sample series. */
    private static final int CHANNELS = 4;

    /** A text encoder of the shape of CLIP's, small as the encoder is. */
    private static final Map<String, Object> TEXT = Map.of("text_width", 64, "text_layers", 2);

    private DefaultModel() {}

    /** Argument: the packaged folder, whose plugins it is made for. */
    public static void main(String[] args) {
        write(Path.of(args[0]));
    }

    static void write(Path packaged) {
        Path models = packaged.resolve("models");
        try (MetaTransformer mt =
                        MetaTransformer.builder()
                                .models(models)
                                .plugins(packaged.resolve("plugins"))
                                .watch(false)
                                .build();
                ExportedEncoder encoder =
                        ExportedEncoder.write(
                                EncoderConfig.plain(WIDTH, DEPTH, HEADS),
                                ClosedForm.encoder(WIDTH, DEPTH),
                                models,
                                Progress.NONE)) {
            mt.write(
                    encoder.draft(NAME, new WeightOrigin.Random(SEED))
                            .description(
                                    "UNTRAINED: weights made by a rule, for trying the platform. Shapes and"
                                            + " speed are real, the meaning is not.")
                            .licence(new Licence("CC0-1.0", Optional.empty(), true))
                            .tokenizer(Modality.TIME_SERIES, Map.of("channels", CHANNELS))
                            .tokenizer(Modality.TEXT, TEXT)
                            .tokenizer(Modality.TABULAR, Map.of("schema", schema(packaged)))
                            .drawMissing(SEED),
                    Progress.NONE);
        }
    }

    /** Of the sample records. */
    private static String schema(Path packaged) {
        try {
            return Files.readString(packaged.resolve("samples/people-schema.json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
