package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plugins that are installed now. The folder is compared with what is loaded; new versions are loaded
 * before old ones leave, so that no name is without its service in between. Thread-safe.
 */
@Singleton
public final class Plugins implements AutoCloseable {
    private static final Duration START_PATIENCE = Duration.ofSeconds(2);

    private final PluginSettings settings;
    private final PluginLoader loader;
    private final Optional<PluginFolder> folder;
    private final Set<String> disabled = new HashSet<>();
    private PluginListener listener;
    private boolean closed;
    private volatile PluginTable table;
    private volatile Catalogue catalogue;

    @Inject
    Plugins(PluginSettings settings, PluginLoader loader, HostServices own) {
        this.settings = settings;
        this.loader = loader;
        this.folder = settings.folder().map(path -> new PluginFolder(path, settings.settle()));
        List<Plugin> fixed = new ArrayList<>(own.plugin().stream().toList());
        ClassPathPlugins.Found found = ClassPathPlugins.find(settings.host());
        fixed.addAll(found.plugins());
        table = PluginTable.ofFixed(fixed, found.broken());
        catalogue = Catalogue.of(table.plugins());
    }

    /**
     * Loads what is in the folder, waiting for files that were written just now, and tells {@code heard} of
     * every change from here on.
     */
    public void start(PluginListener heard) {
        synchronized (this) {
            listener = heard;
        }
        long patience = System.nanoTime() + START_PATIENCE.toNanos();
        try {
            while (refresh() && System.nanoTime() < patience) {
                Thread.sleep(settings.settle().toMillis() / 3 + 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // what has not settled yet comes with a later look
        }
    }

    /** What all plugins that take part offer. */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** Every plugin, broken ones too: those of the class path, then the folder's by name. */
    public List<PluginInfo> infos() {
        return table.infos();
    }

    /**
     * Looks at the folder and takes over what has changed.
     *
     * @return whether something there is still being copied, so that another look is due soon
     */
    public synchronized boolean refresh() {
        if (folder.isEmpty() || closed) {
            return false;
        }
        PluginFolder.Look look = folder.get().look();
        Set<String> gone = new TreeSet<>(table.slots().keySet());
        gone.removeAll(look.present().keySet());
        Set<String> due = changed(look);
        if (!gone.isEmpty() || !due.isEmpty()) {
            table.slots()
                    .forEach(
                            (name, slot) -> {
                                if (slot.lostItsName() && look.settled().containsKey(name)) {
                                    due.add(name); // the name may be free now
                                }
                            });
            PluginTable next = table.without(gone);
            for (String name : due) {
                next = next.with(name, load(name, look.settled().get(name), next));
            }
            publish(next);
        }
        return look.hasUnsettled();
    }

    private Set<String> changed(PluginFolder.Look look) {
        Set<String> changed = new TreeSet<>();
        look.settled()
                .forEach(
                        (name, stamp) -> {
                            Slot slot = table.slots().get(name);
                            if (slot == null || !slot.stamp().equals(stamp)) {
                                changed.add(name);
                            }
                        });
        return changed;
    }

    private Slot load(String name, PluginFolder.Stamp stamp, PluginTable others) {
        Optional<Plugin> before =
                Optional.ofNullable(others.slots().get(name)).flatMap(Slot::plugin);
        try {
            Plugin plugin = loader.load(name, stamp.jars());
            if (disabled.contains(name)) {
                plugin.retire();
                return Slot.disabled(stamp, plugin);
            }
            Optional<Problem> conflict = others.conflict(plugin, name);
            if (conflict.isEmpty()) {
                return Slot.enabled(stamp, plugin);
            }
            plugin.retire();
            return before.map(old -> Slot.kept(stamp, old, conflict.get()))
                    .orElseGet(
                            () ->
                                    Slot.failed(
                                            stamp, plugin.info(PluginInfo.State.FAILED, conflict)));
        } catch (MetaTransformerException e) {
            Problem problem = Problem.of(e);
            return before.map(old -> Slot.kept(stamp, old, problem))
                    .orElseGet(() -> Slot.failed(stamp, Infos.failed(name, problem)));
        }
    }

    /** The catalogue changes at once for all; only then do the plugins that left it go. */
    private void publish(PluginTable next) {
        PluginTable before = table;
        table = next;
        catalogue = Catalogue.of(next.plugins());
        tell(before, next);
        List<Plugin> left = new ArrayList<>(before.plugins());
        left.removeAll(next.plugins());
        left.forEach(Plugin::retire);
    }

    private void tell(PluginTable before, PluginTable now) {
        if (listener == null) {
            return;
        }
        Map<String, Slot> gone = new HashMap<>(before.slots());
        gone.keySet().removeAll(now.slots().keySet());
        gone.values().forEach(slot -> listener.removed(slot.info()));
        now.slots()
                .forEach(
                        (name, slot) -> {
                            Slot old = before.slots().get(name);
                            if (old == null || !old.equals(slot)) {
                                listener.changed(slot.info());
                            }
                        });
        listener.settled();
    }

    /**
     * Switches a plugin of the folder off: its services leave at once, its classes with the last session.
     *
     * @throws MetaTransformerException with {@link ErrorCode#UNKNOWN_PLUGIN}, or {@link ErrorCode#CONFLICT}
     *     for one of the class path
     */
    public synchronized PluginInfo disable(String id) {
        String name = entryOf(id);
        Slot slot = table.slots().get(name);
        if (slot.plugin().isPresent()) {
            disabled.add(name);
            publish(table.with(name, Slot.disabled(slot.stamp(), slot.plugin().get())));
        }
        return table.slots().get(name).info();
    }

    /** Loads a plugin of the folder anew, whether it was switched off, broken or running. */
    public synchronized PluginInfo enable(String id) {
        String name = entryOf(id);
        disabled.remove(name);
        PluginFolder.Stamp stamp = table.slots().get(name).stamp();
        publish(table.with(name, load(name, stamp, table)));
        return table.slots().get(name).info();
    }

    private String entryOf(String id) {
        for (Map.Entry<String, Slot> entry : table.slots().entrySet()) {
            if (entry.getValue().info().plugin().id().equals(id)) {
                return entry.getKey();
            }
        }
        if (table.fixedInfos().stream().anyMatch(info -> info.plugin().id().equals(id))) {
            throw Refusal.conflict(
                    "plugin '"
                            + id
                            + "' is on the class path; only those in the folder can be switched");
        }
        throw Refusal.unknown(id, infos().stream().map(info -> info.plugin().id()).toList());
    }

    /** Retires every plugin; class loaders close when the last session on them does. */
    @Override
    public synchronized void close() {
        closed = true;
        listener = null;
        publish(new PluginTable(List.of(), List.of(), Map.of()));
    }
}
