package io.metatransformer.core;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Quoted;
import io.metatransformer.core.lease.Lease;
import io.metatransformer.core.model.Manifest;
import io.metatransformer.core.model.ModelDraft;
import io.metatransformer.core.model.ModelFolder;
import io.metatransformer.core.model.ModelWriter;
import io.metatransformer.core.model.WrittenModel;
import io.metatransformer.core.plugin.Problem;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The models in the folder, as they are now. Thread-safe. */
@Singleton
final class Models implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Models.class);

    private final ModelSettings settings;
    private final Installed installed;
    private final PartOpener opener;
    private final Workers workers;
    private final PipelineListener listener;
    private final Object looking = new Object();
    private volatile Map<String, ModelEntry> entries = Map.of();
    private volatile Map<String, Problem> broken = Map.of();

    @Inject
    Models(
            ModelSettings settings,
            Installed installed,
            PartOpener opener,
            Workers workers,
            PipelineListener listener) {
        this.settings = settings;
        this.installed = installed;
        this.opener = opener;
        this.workers = workers;
        this.listener = listener;
    }

    /** Looks at the folder and takes over what was added, changed or removed. */
    void refresh() {
        synchronized (looking) {
            Map<String, ModelEntry> next = new TreeMap<>();
            Map<String, Problem> bad = new TreeMap<>();
            for (Path folder : folders()) {
                read(folder, next, bad);
            }
            publish(next, bad);
        }
    }

    private List<Path> folders() {
        if (settings.folder().isEmpty()) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(settings.folder().get())) {
            return all.filter(path -> !path.getFileName().toString().startsWith("."))
                    .filter(path -> Files.isRegularFile(path.resolve(ModelFolder.MANIFEST)))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (IOException e) {
            LOG.warn("the models folder cannot be read: {}", e.toString());
            return List.of();
        }
    }

    /** While a folder is being overwritten, the model that was read before goes on. */
    private void read(Path folder, Map<String, ModelEntry> next, Map<String, Problem> bad) {
        String name = folder.getFileName().toString();
        ModelEntry before = entries.get(name);
        if (before != null && !before.hasChanged()) {
            next.put(name, before);
            return;
        }
        try {
            ModelFolder opened = ModelFolder.open(folder);
            next.put(
                    name,
                    new ModelEntry(opened, new Model(opened, installed, opener), listener::model));
        } catch (MetaTransformerException e) {
            bad.put(name, Problem.of(e));
            if (before != null) {
                next.put(name, before);
            }
        }
    }

    private void publish(Map<String, ModelEntry> next, Map<String, Problem> bad) {
        Map<String, ModelEntry> entriesBefore = entries;
        Map<String, Problem> brokenBefore = broken;
        entries = next;
        broken = bad;
        for (ModelInfo info : infos()) {
            boolean same =
                    entriesBefore.get(info.name()) == next.get(info.name())
                            && Optional.ofNullable(brokenBefore.get(info.name()))
                                    .equals(Optional.ofNullable(bad.get(info.name())));
            if (!same) {
                listener.model(info);
            }
        }
        next.forEach(
                (name, entry) -> {
                    if (settings.preload().contains(name) && entriesBefore.get(name) != entry) {
                        entry.load(workers.background(), true);
                    }
                });
        TreeSet<String> gone = new TreeSet<>(entriesBefore.keySet());
        gone.addAll(brokenBefore.keySet());
        gone.removeAll(next.keySet());
        gone.removeAll(bad.keySet());
        gone.forEach(listener::modelRemoved);
        entriesBefore.forEach(
                (name, entry) -> {
                    ModelEntry now = next.get(name);
                    if (now != entry) {
                        if (now != null && entry.info().state() == ModelInfo.State.READY) {
                            now.load(workers.background(), true); // what was ready stays ready
                        }
                        entry.retire();
                    }
                });
    }

    /** The right to use a model that may have to be loaded first. */
    record Use(ModelEntry entry, Lease<Model> lease) {}

    /** @param wanted name of the model, absent for the default one */
    Use use(Optional<String> wanted) {
        while (true) {
            ModelEntry entry = entry(wanted);
            Optional<Lease<Model>> lease = entry.lease();
            if (lease.isPresent()) {
                return new Use(entry, lease.get());
            } // else its folder changed just now, and its successor is there already
        }
    }

    ModelEntry entry(Optional<String> wanted) {
        Map<String, ModelEntry> now = entries;
        String name = wanted.or(settings::defaultModel).orElseGet(() -> only(now));
        ModelEntry entry = now.get(name);
        if (entry != null) {
            return entry;
        }
        Problem problem = broken.get(name);
        if (problem != null) {
            throw problem.toException().at("model " + Quoted.of(name));
        }
        throw Refusals.unknownModel(name, now.keySet());
    }

    private static String only(Map<String, ModelEntry> now) {
        if (now.size() != 1) {
            throw Refusals.invalid(
                    now.isEmpty()
                            ? "there is no model: the models folder is empty"
                            : "there are several models, name one: "
                                    + String.join(", ", now.keySet()));
        }
        return now.keySet().iterator().next();
    }

    /** Writes a model, and has it seen at once. */
    WrittenModel write(ModelDraft draft, Progress progress) {
        WrittenModel written = writer().write(draft, progress);
        refresh();
        return written;
    }

    /** Adds a head to a model, and has it seen at once. */
    Manifest addHead(
            String model,
            String name,
            ModelPart trained,
            Map<Modality, ModelPart> tokenizers,
            Map<String, byte[]> told) {
        Manifest manifest = writer().addHead(model, name, trained, tokenizers, told);
        refresh();
        return manifest;
    }

    private ModelWriter writer() {
        return new ModelWriter(
                settings.folder()
                        .orElseThrow(
                                () -> Refusals.invalid("there is no models folder to write to")),
                installed.now());
    }

    /** Opens and warms up a model; completes at once if it is loaded. */
    CompletableFuture<Void> load(ModelEntry entry, boolean whole) {
        return entry.load(workers.background(), whole);
    }

    Collection<ModelEntry> entries() {
        return entries.values();
    }

    /** Every model that can be read. */
    List<Model> all() {
        return entries.values().stream().map(ModelEntry::model).toList();
    }

    /** Every model, broken ones too, by name. */
    List<ModelInfo> infos() {
        Map<String, ModelInfo> infos = new TreeMap<>();
        broken.forEach((name, problem) -> infos.put(name, brokenInfo(name, problem)));
        entries.forEach((name, entry) -> infos.merge(name, entry.info(), Models::withProblemOf));
        return new ArrayList<>(infos.values());
    }

    private static ModelInfo brokenInfo(String name, Problem problem) {
        return new ModelInfo(
                name, ModelInfo.State.BROKEN, Optional.empty(), Optional.of(problem), 0);
    }

    /** The models that must be loaded before the runtime is ready, and are not. */
    List<ModelInfo> waiting() {
        Map<String, ModelInfo> waiting = new TreeMap<>();
        for (String name : settings.preload()) {
            Problem problem = Problem.of(Refusals.unknownModel(name, entries.keySet()));
            waiting.put(name, brokenInfo(name, problem));
        }
        for (ModelInfo info : infos()) {
            if (info.state() == ModelInfo.State.READY) {
                waiting.remove(info.name());
            } else {
                waiting.replace(info.name(), info);
            }
        }
        return List.copyOf(waiting.values());
    }

    /** A model that goes on although its folder is broken now. */
    private static ModelInfo withProblemOf(ModelInfo broken, ModelInfo running) {
        return new ModelInfo(
                running.name(),
                running.state(),
                running.manifest(),
                broken.problem(),
                running.memoryBytes());
    }

    @Override
    public void close() {
        synchronized (looking) {
            publish(Map.of(), Map.of());
        }
    }
}
