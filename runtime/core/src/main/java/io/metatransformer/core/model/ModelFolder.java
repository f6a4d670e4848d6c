package io.metatransformer.core.model;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Quoted;
import io.metatransformer.api.Weights;
import io.metatransformer.api.safetensors.Safetensors;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A model as it lies on disk. The manifest and the parts' configuration are read at once, weights when a part
 * is opened, and every file is compared with its digest before it is used. Thread-safe.
 */
public final class ModelFolder {
    public static final String MANIFEST = "model.json";
    static final String CONFIG = "config.json";
    static final String WEIGHTS = "weights.safetensors";
    static final String ENCODER = "encoder/";

    private final Path folder;
    private final Manifest manifest;
    private final ModelFiles files;

    private final List<String> marks;

    private ModelFolder(Path folder, Manifest manifest, ModelFiles files, String manifestMark) {
        this.folder = folder;
        this.manifest = manifest;
        this.files = files;
        this.marks = marks(manifestMark);
    }

    private List<String> marks(String manifestMark) {
        List<String> all = new ArrayList<>(files.marks());
        all.add(manifestMark);
        return all;
    }

    /**
     * Reads the manifest.
     *
     * @throws MetaTransformerException with {@link io.metatransformer.api.ErrorCode#BAD_MODEL} for a manifest
     *     that is unreadable, contradicts itself, or lists what is not there; {@link
     *     io.metatransformer.api.ErrorCode#IO_ERROR} if reading fails
     */
    public static ModelFolder open(Path folder) {
        String mark = ModelFiles.mark(folder.resolve(MANIFEST));
        Manifest listed = Json.readManifest(folder.resolve(MANIFEST)).toManifest();
        requireName(listed.name());
        if (!folder.getFileName().toString().equals(listed.name())) {
            throw Refusal.badModel(
                    "the folder "
                            + Quoted.of(folder.getFileName().toString())
                            + " holds a model named "
                            + Quoted.of(listed.name())
                            + "; the two names must be equal");
        }
        ModelFiles files = new ModelFiles(folder, listed.files());
        files.incomplete()
                .ifPresent(
                        what -> {
                            throw Refusal.badModel(what);
                        });
        if (!Fingerprint.of(folder, files, listed.files()).equals(listed.fingerprint())) {
            throw Refusal.badModel("encoder.fingerprint of model.json is that of another encoder");
        }
        List<PartInfo> parts = new ArrayList<>();
        for (PartInfo part : listed.parts()) {
            parts.add(read(part, "", files, listed.files()));
        }
        return new ModelFolder(folder, listed.withParts(parts), files, mark);
    }

    static void requireName(String name) {
        try {
            Modality.of(name); // names of models and parts have the form of ids
        } catch (MetaTransformerException e) {
            throw Refusal.badModel(
                    "a name is 1 to 64 of a-z 0-9 . _ - and starts with a letter or digit, got "
                            + Quoted.of(name));
        }
    }

    /** @param owner path of the head that a tokenizer belongs to; empty for a part of the model itself */
    private static PartInfo read(
            PartInfo part, String owner, ModelFiles files, Map<String, FileEntry> listed) {
        requireName(part.name());
        String prefix = owner + prefix(part);
        String config = prefix + CONFIG;
        if (!files.lists(config)) {
            throw Refusal.badModel("model.json lists no " + config);
        }
        files.verify(config);
        long bytes =
                listed.entrySet().stream()
                        .filter(file -> file.getKey().startsWith(prefix))
                        .mapToLong(file -> file.getValue().size())
                        .sum();
        List<PartInfo> own = new ArrayList<>();
        for (PartInfo tokenizer : part.tokenizers()) {
            own.add(read(tokenizer, prefix, files, listed));
        }
        return new PartInfo(
                part.kind(),
                part.name(),
                Json.readConfig(files.path(config), config),
                part.origins(),
                bytes,
                own);
    }

    private static String prefix(PartInfo part) {
        return part.kind().folder() + "/" + part.name() + "/";
    }

    public Manifest manifest() {
        return manifest;
    }

    /** Whether any file was written since this was opened: then it is to be opened anew. */
    public boolean hasChanged() {
        return !marks.equals(marks(ModelFiles.mark(folder.resolve(MANIFEST))));
    }

    /**
     * The encoder, once all of its files have been compared with their digests.
     *
     * @param options of this process, on top of those of the model
     */
    public ModelPart encoder(Map<String, ?> options) {
        files.verify(ENCODER);
        Map<String, Object> config = new TreeMap<>(manifest.encoderOptions());
        config.putAll(options);
        return new ModelPart(
                manifest.name() + "/encoder",
                manifest.encoder().dim(),
                config,
                Weights.none(),
                manifest.encoderOrigins(),
                Optional.of(folder.resolve("encoder")));
    }

    /** A tokenizer or head, once its files have been compared with their digests. */
    public OpenPart open(PartInfo part) {
        return open(part, prefix(part));
    }

    /** As {@link #open(PartInfo)}, a tokenizer that belongs to a head. */
    public OpenPart open(PartInfo head, PartInfo tokenizer) {
        return open(tokenizer, prefix(head) + prefix(tokenizer));
    }

    private OpenPart open(PartInfo part, String prefix) {
        files.verify(prefix);
        if (!files.lists(prefix + WEIGHTS)) {
            requireOrigins(part, prefix, Set.of());
            return OpenPart.of(modelPart(part, prefix, Weights.none()));
        }
        Safetensors weights = Safetensors.open(folder.resolve(prefix + WEIGHTS));
        try {
            requireOrigins(part, prefix, weights.names());
            return new OpenPart(modelPart(part, prefix, weights), weights::close);
        } catch (RuntimeException e) {
            weights.close();
            throw e;
        }
    }

    private ModelPart modelPart(PartInfo part, String prefix, Weights weights) {
        return new ModelPart(
                manifest.name() + "/" + prefix.substring(0, prefix.length() - 1),
                manifest.encoder().dim(),
                part.config(),
                weights,
                part.origins(),
                Optional.of(folder.resolve(prefix)));
    }

    /** Nothing is used of which nobody knows where it came from. */
    private static void requireOrigins(PartInfo part, String prefix, Set<String> tensors) {
        Set<String> unknown = new HashSet<>(tensors);
        unknown.removeAll(part.origins().keySet());
        Set<String> missing = new HashSet<>(part.origins().keySet());
        missing.removeAll(tensors);
        if (!unknown.isEmpty() || !missing.isEmpty()) {
            String name = unknown.isEmpty() ? missing.iterator().next() : unknown.iterator().next();
            throw Refusal.badModel(
                    prefix
                            + (unknown.isEmpty()
                                    ? WEIGHTS + " lacks tensor " + Quoted.of(name)
                                    : WEIGHTS
                                            + " has tensor "
                                            + Quoted.of(name)
                                            + ", whose origin model.json does not tell"));
        }
    }
}
