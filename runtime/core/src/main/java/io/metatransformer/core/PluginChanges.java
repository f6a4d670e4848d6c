package io.metatransformer.core;

import io.metatransformer.core.plugin.PluginInfo;
import io.metatransformer.core.plugin.PluginListener;

/** Lets go of everything that would keep a plugin alive that has left. */
final class PluginChanges implements PluginListener {
    private final Models models;
    private final Workers workers;
    private final PipelineListener listener;

    PluginChanges(Models models, Workers workers, PipelineListener listener) {
        this.models = models;
        this.workers = workers;
        this.listener = listener;
    }

    @Override
    public void changed(PluginInfo now) {
        listener.plugin(now);
    }

    @Override
    public void removed(PluginInfo last) {
        listener.pluginRemoved(last);
    }

    @Override
    public void settled() {
        models.all().forEach(Model::refresh);
        workers.renew();
    }
}
