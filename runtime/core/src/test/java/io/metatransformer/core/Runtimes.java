package io.metatransformer.core;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.Licence;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.Source;
import io.metatransformer.testkit.doubles.EchoEncoder;
import io.metatransformer.testkit.doubles.MeanHead;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Runtimes and models for tests: three modalities of numbers, an encoder that echoes, two heads. */
final class Runtimes {
    static final Modality NUMBERS = Modality.of("numbers");
    static final Modality OTHER = Modality.of("other");
    static final Modality UNWEIGHTED = Modality.of("unweighted");
    static final int WIDTH = 4;
    static final String DIGEST = "0".repeat(64);

    private Runtimes() {}

    /** With every service, models in {@code folder}, nothing watched. */
    static MetaTransformerBuilder over(Path folder) {
        return over(folder, new EchoEncoder());
    }

    static MetaTransformerBuilder over(Path folder, Encoder encoder) {
        return MetaTransformer.builder()
                .models(folder)
                .watch(false)
                .with(encoder)
                .with(new Adopting(NUMBERS))
                .with(new Adopting(OTHER))
                .with(new Adopting(UNWEIGHTED))
                .with(new MeanHead())
                .with(new PlainEmbedding());
    }

    /** Writes a model of width 4 with weights for {@link #NUMBERS} and {@link #OTHER}. */
    static Path write(Path folder, String name) {
        try (MetaTransformer mt = over(folder).build()) {
            mt.write(draft(folder, name), Progress.NONE);
        }
        return folder.resolve(name);
    }

    static ModelDraft draft(Path folder, String name) {
        WeightOrigin origin = new WeightOrigin.Imported("whole.pth", DIGEST);
        Weights rest =
                Weights.of(
                        Map.of(
                                "numbers_embed.proj.weight", Tensor.of(new float[] {1, 2, 3, 4}, 4),
                                "other_embed.proj.weight", Tensor.of(new float[] {4, 3, 2, 1}, 4),
                                "loose", Tensor.of(new float[] {1}, 1)));
        return new ModelDraft(name, shape(), encoder(folder), Map.of("0.norm1.weight", origin))
                .source(new Source("whole.pth", DIGEST, "test", "0"))
                .licence(new Licence("Apache-2.0", Optional.of("CC0-1.0"), true))
                .rest(rest, origin);
    }

    static EncoderShape shape() {
        return new EncoderShape(
                WIDTH,
                1,
                1,
                16,
                1e-5,
                "gelu",
                true,
                false,
                OptionalDouble.empty(),
                OptionalDouble.empty());
    }

    /** A folder that looks like an exported encoder; the double does not read it. */
    static Path encoder(Path beside) {
        try {
            Files.createDirectories(beside);
            Path folder = Files.createTempDirectory(beside, ".exported");
            Files.writeString(folder.resolve("saved_model.pb"), "graph");
            Files.createDirectory(folder.resolve("variables"));
            Files.writeString(folder.resolve("variables/variables.index"), "weights");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> names(Path folder) {
        try (var all = Files.list(folder)) {
            return all.map(path -> path.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
