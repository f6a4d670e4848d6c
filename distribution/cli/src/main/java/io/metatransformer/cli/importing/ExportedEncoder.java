package io.metatransformer.cli.importing;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.WeightOrigin;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.converter.EncoderExporter;
import io.metatransformer.core.model.EncoderShape;
import io.metatransformer.core.model.ModelDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** An encoder as a SavedModel in a hidden folder beside the models, until a model takes it in. */
public final class ExportedEncoder implements AutoCloseable {
    private final EncoderConfig config;
    private final Weights weights;
    private final Path folder;

    private ExportedEncoder(EncoderConfig config, Weights weights, Path folder) {
        this.config = config;
        this.weights = weights;
        this.folder = folder;
    }

    /**
     * @param models folder of all models; made if it is not there
     * @param progress told of the exporter's stages
     * @throws MetaTransformerException as {@link EncoderExporter#export}
     */
    public static ExportedEncoder write(
            EncoderConfig config, Weights weights, Path models, Progress progress) {
        try {
            Files.createDirectories(models);
            Path folder = Files.createTempDirectory(models, ".importing-");
            ExportedEncoder exported = new ExportedEncoder(config, weights, folder);
            try {
                EncoderExporter.export(config, weights, exported.savedModel(), progress);
                return exported;
            } catch (Throwable e) {
                exported.close();
                throw e;
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR, "the models folder cannot be written", e);
        }
    }

    private Path savedModel() {
        return folder.resolve("encoder");
    }

    /** A model of this encoder; the rest is the caller's to fill in. */
    public ModelDraft draft(String name, WeightOrigin origin) {
        Map<String, WeightOrigin> origins = new TreeMap<>();
        weights.names().forEach(tensor -> origins.put(tensor, origin));
        return new ModelDraft(name, shape(), savedModel(), origins);
    }

    private EncoderShape shape() {
        return new EncoderShape(
                config.dim(),
                config.depth(),
                config.heads(),
                config.hidden(),
                config.eps(),
                config.activation().name().toLowerCase(Locale.ROOT),
                config.qkvBias(),
                config.layerScale(),
                config.firstNorm(),
                config.finalNorm());
    }

    /** Removes what no model has taken in. */
    @Override
    public void close() {
        try (Stream<Path> all = Files.walk(folder)) {
            List<Path> innermostFirst = all.sorted(Comparator.reverseOrder()).toList();
            for (Path each : innermostFirst) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "the hidden folder '" + folder.getFileName() + "' cannot be removed",
                    e);
        }
    }
}
