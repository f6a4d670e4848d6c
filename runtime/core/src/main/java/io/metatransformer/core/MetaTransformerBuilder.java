package io.metatransformer.core;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import com.google.inject.Stage;
import io.metatransformer.api.Encoder;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Head;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tokenizer;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.plugin.HostServices;
import io.metatransformer.core.plugin.PluginModule;
import io.metatransformer.core.plugin.PluginSettings;
import io.metatransformer.core.plugin.SharedPackages;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses what a {@link MetaTransformer} works with. Everything has a default: without any choice there are the
 * plugins of the class path and no models. Not thread-safe; may be used again.
 */
public final class MetaTransformerBuilder {
    private Optional<Path> models = Optional.empty();
    private Optional<Path> plugins = Optional.empty();
    private ClassLoader host = MetaTransformer.class.getClassLoader();
    private SharedPackages shared = SharedPackages.DEFAULT;
    private Optional<Set<String>> allowedPlugins = Optional.empty();
    private final List<Object> services = new ArrayList<>();
    private Optional<String> encoder = Optional.empty();
    private Map<String, Object> encoderOptions = Map.of();
    private Optional<String> defaultModel = Optional.empty();
    private final Set<String> preload = new HashSet<>();
    private boolean allowRandomWeights;
    private boolean requireCommercialUse;
    private boolean watch = true;
    private BatchSettings batches = BatchSettings.DEFAULT;
    private int threads = Math.max(2, Runtime.getRuntime().availableProcessors());
    private Duration drain = Duration.ofSeconds(30);
    private PipelineListener listener = PipelineListener.NONE;

    MetaTransformerBuilder() {}

    /** Folder of model folders; it may come into being later. */
    public MetaTransformerBuilder models(Path folder) {
        models = Optional.of(folder);
        return this;
    }

    /** Folder of plugin jars, and of folders of jars; it may come into being later. */
    public MetaTransformerBuilder plugins(Path folder) {
        plugins = Optional.of(folder);
        return this;
    }

    /** Class loader of the plugins on the class path and of the shared packages; that of this class if unset. */
    public MetaTransformerBuilder host(ClassLoader loader) {
        host = loader;
        return this;
    }

    /** Packages that plugins get from the host; {@link SharedPackages#DEFAULT} if unset. */
    public MetaTransformerBuilder sharedPackages(SharedPackages packages) {
        shared = packages;
        return this;
    }

    /** Only jars with these digests may be loaded from the folder: SHA-256, 64 lower-case hex digits. */
    public MetaTransformerBuilder allowedPlugins(Set<String> sha256) {
        allowedPlugins = Optional.of(Set.copyOf(sha256));
        return this;
    }

    /** Adds a tokenizer that the program made itself. */
    public MetaTransformerBuilder with(Tokenizer tokenizer) {
        services.add(tokenizer);
        return this;
    }

    /** Adds an encoder that the program made itself, such as one that needs its event bus. */
    public MetaTransformerBuilder with(Encoder own) {
        services.add(own);
        return this;
    }

    /** Adds a head that the program made itself. */
    public MetaTransformerBuilder with(Head head) {
        services.add(head);
        return this;
    }

    /** Name of the service that runs models; the only one that is installed if unset. */
    public MetaTransformerBuilder encoder(String name) {
        encoder = Optional.of(name);
        return this;
    }

    /** Options of that service for this process, on top of those of each model. */
    public MetaTransformerBuilder encoderOptions(Map<String, ?> options) {
        encoderOptions = Map.copyOf(options);
        return this;
    }

    /** The model of requests that name none; the only one there is if unset. */
    public MetaTransformerBuilder defaultModel(String name) {
        defaultModel = Optional.of(name);
        return this;
    }

    /** Loads a model as soon as it is there; until then {@link MetaTransformer#readiness} says no. */
    public MetaTransformerBuilder preload(String model) {
        preload.add(model);
        return this;
    }

    /**
     * Allows answers that were made with weights drawn at random, and draws those of tokenizers that a model
     * does not bring. Shapes and speed are real then, the meaning is not; every reply says so. Off if unset.
     */
    public MetaTransformerBuilder allowRandomWeights(boolean allow) {
        allowRandomWeights = allow;
        return this;
    }

    /** Refuses models whose licence does not allow commercial use, or that do not say. Off if unset. */
    public MetaTransformerBuilder requireCommercialUse(boolean require) {
        requireCommercialUse = require;
        return this;
    }

    /** Whether changes of both folders take effect while the runtime lives. On if unset. */
    public MetaTransformerBuilder watch(boolean look) {
        watch = look;
        return this;
    }

    public MetaTransformerBuilder batches(BatchSettings settings) {
        batches = settings;
        return this;
    }

    /** Threads for tokenizers and heads; one per core, at least two, if unset. */
    public MetaTransformerBuilder threads(int count) {
        if (count < 1) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG, "threads must be at least 1, got " + count);
        }
        threads = count;
        return this;
    }

    /** Longest that {@link MetaTransformer#close} waits for requests under way; 30 s if unset. */
    public MetaTransformerBuilder drain(Duration patience) {
        drain = patience;
        return this;
    }

    public MetaTransformerBuilder listener(PipelineListener heard) {
        listener = heard;
        return this;
    }

    /**
     * Loads plugins, reads manifests, starts threads. Broken plugins and models do not keep it from starting;
     * the catalogue shows them.
     */
    public MetaTransformer build() {
        try {
            Injector injector =
                    Guice.createInjector(Stage.DEVELOPMENT, new PluginModule(), wiring());
            return injector.getInstance(MetaTransformer.class);
        } catch (CreationException | ProvisionException e) {
            throw e.getCause() instanceof MetaTransformerException refusal ? refusal : e;
        }
    }

    private Wiring wiring() {
        return new Wiring(
                new PluginSettings(
                        plugins,
                        host,
                        shared,
                        allowedPlugins,
                        watch,
                        PluginSettings.SETTLE,
                        PluginSettings.POLL),
                new HostServices(services),
                new ModelSettings(
                        models,
                        encoder,
                        encoderOptions,
                        defaultModel,
                        preload,
                        allowRandomWeights,
                        requireCommercialUse,
                        watch,
                        PluginSettings.POLL),
                batches,
                new Workers.WorkerSettings(threads, drain),
                listener);
    }
}
