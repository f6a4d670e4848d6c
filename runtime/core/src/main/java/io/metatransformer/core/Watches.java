package io.metatransformer.core;

import io.metatransformer.core.plugin.PluginSettings;
import io.metatransformer.core.plugin.Plugins;
import io.metatransformer.core.watch.FolderWatch;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** The first look at both folders, and the watches that look again for as long as the runtime lives. */
@Singleton
final class Watches implements AutoCloseable {
    private final List<FolderWatch> watches = new ArrayList<>();

    @Inject
    Watches(
            Plugins plugins,
            PluginSettings pluginSettings,
            Models models,
            ModelSettings modelSettings,
            Workers workers,
            PipelineListener listener) {
        plugins.start(new PluginChanges(models, workers, listener));
        models.refresh();
        if (pluginSettings.watch()) {
            pluginSettings
                    .folder()
                    .ifPresent(
                            folder ->
                                    watches.add(
                                            new FolderWatch(
                                                    "mt-watch-plugins",
                                                    folder,
                                                    pluginSettings.poll(),
                                                    plugins::refresh)));
        }
        if (modelSettings.watch()) {
            modelSettings
                    .folder()
                    .ifPresent(
                            folder ->
                                    watches.add(
                                            new FolderWatch(
                                                    "mt-watch-models",
                                                    folder,
                                                    modelSettings.poll(),
                                                    () -> {
                                                        models.refresh();
                                                        return false;
                                                    })));
        }
    }

    @Override
    public void close() {
        watches.forEach(FolderWatch::close);
    }
}
