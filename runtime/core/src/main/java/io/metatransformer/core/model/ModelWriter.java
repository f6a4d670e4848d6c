package io.metatransformer.core.model;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Head;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.plugin.Catalogue;
import io.metatransformer.core.plugin.Offer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes models. A new one is put together beside the others under a hidden name, and appears whole by one
 * rename, or not at all.
 */
public final class ModelWriter {
    private final Path models;
    private final Catalogue installed;

    /**
     * @param models folder of all models
     * @param installed plugins that are asked what of a checkpoint is theirs
     */
    public ModelWriter(Path models, Catalogue installed) {
        this.models = models;
        this.installed = installed;
    }

    /**
     * Writes a model: the encoder, then every tokenizer and head that the checkpoint fills, or whose weights
     * are to be drawn.
     *
     * @param progress told of the stages {@code parts} and {@code digest}
     * @throws MetaTransformerException with {@link ErrorCode#CONFLICT} if there is such a model already, {@link
     *     ErrorCode#BAD_WEIGHTS} or {@link ErrorCode#BAD_CONFIG} for tensors that do not fit a plugin, {@link
     *     ErrorCode#IO_ERROR}
     */
    public WrittenModel write(ModelDraft draft, Progress progress) {
        ModelFolder.requireName(draft.name());
        Path target = models.resolve(draft.name());
        if (Files.exists(target) && !draft.replaces()) {
            throw new MetaTransformerException(
                    ErrorCode.CONFLICT,
                    "there is a model "
                            + Quoted.of(draft.name())
                            + " already; choose another name");
        }
        Path ready = FolderMove.aside(target);
        try {
            Files.createDirectories(ready);
            List<String> notes = new ArrayList<>();
            Claims claims = new Claims(draft.rest());
            List<PartInfo> parts = writeParts(ready, draft, claims, notes, progress);
            FolderMove.into(
                    draft.encoder(), ready.resolve("encoder")); // only when the rest is sound
            Manifest manifest = seal(ready, draft, parts, progress);
            FolderMove.replace(ready, target);
            return new WrittenModel(manifest, claims.unclaimed(), notes);
        } catch (IOException e) {
            throw Refusal.io("model " + Quoted.of(draft.name()) + " cannot be written", e);
        } finally {
            FolderMove.delete(ready);
        }
    }

    private List<PartInfo> writeParts(
            Path ready, ModelDraft draft, Claims claims, List<String> notes, Progress progress) {
        PartWriter writer = new PartWriter(ready, draft, notes);
        List<PartInfo> parts = new ArrayList<>();
        int total = installed.tokenizers().size() + installed.heads().size();
        int done = 0;
        for (Map.Entry<Modality, Offer<Tokenizer>> each : installed.tokenizers().entrySet()) {
            String name = each.getKey().id();
            Map<String, Object> config = draft.tokenizerConfig(name);
            try (Lease<Tokenizer> lease = each.getValue().lease().orElseThrow(Refusal::left)) {
                Described service = Described.of(lease.get(), each.getValue());
                writer.write(PartInfo.Kind.TOKENIZER, name, config, claims, service)
                        .ifPresent(parts::add);
            }
            progress.report("parts", ++done, total);
        }
        for (Map.Entry<String, Offer<Head>> each : installed.heads().entrySet()) {
            String name = each.getKey();
            Map<String, Object> config = draft.headConfig(name);
            try (Lease<Head> lease = each.getValue().lease().orElseThrow(Refusal::left)) {
                Described service = Described.of(lease.get(), each.getValue());
                writer.write(PartInfo.Kind.HEAD, name, config, claims, service)
                        .ifPresent(parts::add);
            }
            progress.report("parts", ++done, total);
        }
        return parts;
    }

    /** Adds a head of which nothing is told. */
    public Manifest addHead(
            String model, String name, ModelPart trained, Map<Modality, ModelPart> tokenizers) {
        return addHead(model, name, trained, tokenizers, Map.of());
    }

    /**
     * Adds a head, or replaces the one of that name, as training gives it.
     *
     * @param name of the head in the model
     * @param trained configuration, with {@code head} naming the service; weights with their origins
     * @param tokenizers those that it was trained with and that the model does not have, by modality
     * @param told files for whoever looks into the head's folder, by name: listed with their digests as the head's
     *     own are, and read by nobody
     * @throws MetaTransformerException with {@link ErrorCode#UNKNOWN_MODEL}, {@link ErrorCode#BAD_WEIGHTS} for
     *     a tensor whose origin is not told, {@link ErrorCode#IO_ERROR}
     */
    public Manifest addHead(
            String model,
            String name,
            ModelPart trained,
            Map<Modality, ModelPart> tokenizers,
            Map<String, byte[]> told) {
        ModelFolder.requireName(model);
        ModelFolder.requireName(name);
        Path folder = models.resolve(model);
        if (!Files.isRegularFile(folder.resolve(ModelFolder.MANIFEST))) {
            throw new MetaTransformerException(
                    ErrorCode.UNKNOWN_MODEL, "no model " + Quoted.of(model));
        }
        requireOrigins("head " + Quoted.of(name), trained);
        tokenizers.forEach(
                (modality, part) -> requireOrigins("tokenizer '" + modality + "'", part));
        Manifest before = ModelFolder.open(folder).manifest();
        Path heads = folder.resolve(PartInfo.Kind.HEAD.folder());
        Path ready = FolderMove.aside(heads.resolve(name));
        try {
            PartWriter.store(ready, trained.config(), trained.weights());
            List<PartInfo> own = new ArrayList<>();
            new TreeMap<>(tokenizers)
                    .forEach((modality, part) -> own.add(store(ready, modality, part)));
            for (Map.Entry<String, byte[]> file : told.entrySet()) {
                Files.write(ready.resolve(file.getKey()), file.getValue());
            }
            FolderMove.replace(ready, heads.resolve(name));
            PartInfo head =
                    new PartInfo(
                            PartInfo.Kind.HEAD, name, trained.config(), trained.origins(), 0, own);
            Manifest after = before.withHead(head, ModelFiles.digests(heads.resolve(name)));
            Json.writeManifest(folder.resolve(ModelFolder.MANIFEST), after);
            return after;
        } catch (IOException e) {
            throw Refusal.io("head " + Quoted.of(name) + " cannot be written", e);
        } finally {
            FolderMove.delete(ready);
        }
    }

    private static void requireOrigins(String what, ModelPart part) {
        if (!part.origins().keySet().equals(part.weights().names())) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_WEIGHTS, what + " must tell the origin of each of its tensors");
        }
    }

    private static PartInfo store(Path head, Modality modality, ModelPart part) {
        PartInfo.Kind kind = PartInfo.Kind.TOKENIZER;
        Path folder = head.resolve(kind.folder()).resolve(modality.id());
        PartWriter.store(folder, part.config(), part.weights());
        return new PartInfo(kind, modality.id(), part.config(), part.origins(), 0);
    }

    private static Manifest seal(
            Path ready, ModelDraft draft, List<PartInfo> parts, Progress progress)
            throws IOException {
        progress.report("digest", 0, 1);
        Map<String, FileEntry> files = ModelFiles.digests(ready);
        progress.report("digest", 1, 1);
        Manifest manifest =
                new Manifest(
                        draft.name(),
                        draft.version(),
                        draft.description(),
                        draft.shape(),
                        draft.encoderOptions(),
                        draft.encoderOrigins(),
                        Fingerprint.of(ready, new ModelFiles(ready, files), files),
                        draft.source(),
                        draft.licence(),
                        draft.space(),
                        parts,
                        files);
        Json.writeManifest(ready.resolve(ModelFolder.MANIFEST), manifest);
        return manifest;
    }
}
