package io.metatransformer.core.plugin;

/** Told of every change among the plugins of the folder once the catalogue has it; one call at a time. */
public interface PluginListener {

    /** A plugin was added, replaced, switched, or found broken. */
    void changed(PluginInfo now);

    /** A plugin left. */
    void removed(PluginInfo last);

    /** All changes of one look have been told: what holds on to plugins that are gone must let go. */
    void settled();
}
