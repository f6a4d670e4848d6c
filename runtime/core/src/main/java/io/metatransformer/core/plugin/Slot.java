package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import java.util.Optional;

/**
 * What became of one entry of the plugins folder.
 *
 * @param stamp of the files that were looked at; a failed replacement counts as looked at
 * @param plugin that takes part
 */
record Slot(PluginFolder.Stamp stamp, PluginInfo info, Optional<Plugin> plugin) {

    static Slot enabled(PluginFolder.Stamp stamp, Plugin plugin) {
        return new Slot(
                stamp,
                plugin.info(PluginInfo.State.ENABLED, Optional.empty()),
                Optional.of(plugin));
    }

    static Slot disabled(PluginFolder.Stamp stamp, Plugin plugin) {
        return new Slot(
                stamp, plugin.info(PluginInfo.State.DISABLED, Optional.empty()), Optional.empty());
    }

    static Slot failed(PluginFolder.Stamp stamp, PluginInfo info) {
        return new Slot(stamp, info, Optional.empty());
    }

    /** The version before goes on, and says why the new one does not. */
    static Slot kept(PluginFolder.Stamp stamp, Plugin before, Problem problem) {
        return new Slot(
                stamp,
                before.info(PluginInfo.State.ENABLED, Optional.of(problem)),
                Optional.of(before));
    }

    boolean lostItsName() {
        return info.problem().map(problem -> problem.code() == ErrorCode.CONFLICT).orElse(false);
    }
}
