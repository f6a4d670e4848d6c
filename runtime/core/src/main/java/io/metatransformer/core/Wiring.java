package io.metatransformer.core;

import com.google.inject.AbstractModule;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.plugin.HostServices;
import io.metatransformer.core.plugin.PluginSettings;

/** Binds what the embedding program has chosen; everything else follows from the constructors. */
final class Wiring extends AbstractModule {
    private final PluginSettings plugins;
    private final HostServices own;
    private final ModelSettings models;
    private final BatchSettings batches;
    private final Workers.WorkerSettings workers;
    private final Listeners listeners = new Listeners();

    Wiring(
            PluginSettings plugins,
            HostServices own,
            ModelSettings models,
            BatchSettings batches,
            Workers.WorkerSettings workers,
            PipelineListener listener) {
        this.plugins = plugins;
        this.own = own;
        this.models = models;
        this.batches = batches;
        this.workers = workers;
        listeners.add(listener);
    }

    @Override
    protected void configure() {
        binder().requireExplicitBindings();
        bind(PluginSettings.class).toInstance(plugins);
        bind(HostServices.class).toInstance(own);
        bind(ModelSettings.class).toInstance(models);
        bind(BatchSettings.class).toInstance(batches);
        bind(Workers.WorkerSettings.class).toInstance(workers);
        bind(Listeners.class).toInstance(listeners);
        bind(PipelineListener.class).toInstance(listeners);
        bind(Workers.class);
        bind(Gate.class);
        bind(Installed.class);
        bind(PartOpener.class);
        bind(Models.class);
        bind(Pipeline.class);
        bind(Training.class);
        bind(Inventory.class);
        bind(Watches.class);
        bind(MetaTransformer.class);
    }
}
