package io.metatransformer.core.plugin;

import com.google.inject.AbstractModule;

/** Binds the installed plugins; their settings are bound by whoever installs this. */
public final class PluginModule extends AbstractModule {
    @Override
    protected void configure() {
        bind(PluginLoader.class);
        bind(Plugins.class);
    }
}
