package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Every plugin at one moment. Immutable.
 *
 * @param fixed of the host itself and of its class path
 * @param fixedInfos of those, broken ones too
 * @param slots of the folder, by name of the entry
 */
record PluginTable(List<Plugin> fixed, List<PluginInfo> fixedInfos, Map<String, Slot> slots) {

    /** Of two that claim one name, the first stays and the second is reported. */
    static PluginTable ofFixed(Collection<Plugin> plugins, Collection<PluginInfo> broken) {
        PluginTable table = new PluginTable(List.of(), List.copyOf(broken), Map.of());
        for (Plugin plugin : plugins) {
            Optional<Problem> conflict = table.conflict(plugin, "");
            List<Plugin> fixed = new ArrayList<>(table.fixed);
            if (conflict.isEmpty()) {
                fixed.add(plugin);
            }
            PluginInfo.State state =
                    conflict.isEmpty() ? PluginInfo.State.ENABLED : PluginInfo.State.FAILED;
            List<PluginInfo> infos = new ArrayList<>(table.fixedInfos);
            infos.add(plugin.info(state, conflict));
            table = new PluginTable(fixed, infos, Map.of());
        }
        return table;
    }

    PluginTable with(String name, Slot slot) {
        Map<String, Slot> more = new TreeMap<>(slots);
        more.put(name, slot);
        return new PluginTable(fixed, fixedInfos, more);
    }

    PluginTable without(Set<String> names) {
        Map<String, Slot> fewer = new TreeMap<>(slots);
        fewer.keySet().removeAll(names);
        return new PluginTable(fixed, fixedInfos, fewer);
    }

    List<Plugin> plugins() {
        return Stream.concat(
                        fixed.stream(),
                        slots.values().stream().map(Slot::plugin).flatMap(Optional::stream))
                .toList();
    }

    List<PluginInfo> infos() {
        return Stream.concat(fixedInfos.stream(), slots.values().stream().map(Slot::info)).toList();
    }

    /** Why {@code plugin} cannot take the place of the entry {@code name}, if another claims the same. */
    Optional<Problem> conflict(Plugin plugin, String name) {
        Optional<Plugin> replaced = Optional.ofNullable(slots.get(name)).flatMap(Slot::plugin);
        return plugins().stream()
                .filter(other -> replaced.isEmpty() || other != replaced.get())
                .flatMap(other -> claim(plugin, other).stream())
                .findFirst();
    }

    private static Optional<Problem> claim(Plugin late, Plugin first) {
        return late.claimedBy(first)
                .map(
                        what ->
                                new Problem(
                                        ErrorCode.CONFLICT,
                                        "both "
                                                + first.source()
                                                + " and "
                                                + late.source()
                                                + " claim "
                                                + what
                                                + "; "
                                                + first.source()
                                                + " serves, remove one of the two"));
    }
}
