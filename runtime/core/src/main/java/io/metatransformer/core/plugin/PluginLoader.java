package io.metatransformer.core.plugin;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Head;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tokenizer;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.jar.Manifest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Loads a plugin from its jars: a private copy, a class loader of its own, its services tried once. */
final class PluginLoader {
    private static final Logger LOG = LoggerFactory.getLogger(PluginLoader.class);

    /** Longer than it takes to lock a folder that was just made. */
    private static final Duration MAKING = Duration.ofMinutes(1);

    private final PluginSettings settings;

    @Inject
    PluginLoader(PluginSettings settings) {
        this.settings = settings;
        PrivateFolder.sweep(PrivateCopy.TEMPORARY, MAKING);
    }

    /**
     * @param source name of the file or folder, for messages
     * @param jars what is to be loaded, sorted by name
     * @throws MetaTransformerException that says what is wrong with the plugin; nothing stays behind then
     */
    Plugin load(String source, List<Path> jars) {
        if (jars.isEmpty()) {
            throw Refusal.broken(source + " holds no jar");
        }
        PrivateCopy copy = PrivateCopy.of(jars);
        PluginClassLoader loader = null;
        try {
            copy.jars().forEach(this::requireAllowed);
            PluginRef ref = Descriptor.of(manifest(copy), source);
            loader =
                    new PluginClassLoader(
                            "plugin " + ref, copy.urls(), settings.host(), settings.shared());
            PluginClassLoader own = loader;
            Plugin plugin = new Plugin(ref, source, copy.sha256(), own, () -> close(own, copy));
            addServices(plugin, own);
            return plugin;
        } catch (MetaTransformerException e) {
            close(loader, copy);
            throw e;
        } catch (Throwable e) { // also LinkageError: a plugin must not take the host down
            close(loader, copy);
            throw Refusal.broken(source + " cannot be loaded: " + Cause.whileLoading(e), e);
        }
    }

    private void requireAllowed(PrivateCopy.Jar jar) {
        if (!settings.allowedSha256().map(all -> all.contains(jar.sha256())).orElse(true)) {
            throw Refusal.insecure(
                    jar.name()
                            + " is not on the list of allowed plugins; its SHA-256 is "
                            + jar.sha256());
        }
    }

    /** Checks every jar; the manifest is that of the first one that names the plugin or its services. */
    private static Optional<Manifest> manifest(PrivateCopy copy) {
        Optional<Manifest> main = Optional.empty();
        boolean found = false;
        for (PrivateCopy.Jar jar : copy.jars()) {
            JarCheck.Contents contents = JarCheck.read(jar.copy(), jar.name());
            if (contents.main() && !found) {
                main = contents.manifest();
                found = true;
            }
        }
        return main;
    }

    private static void addServices(Plugin plugin, ClassLoader loader) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            for (Class<?> service : List.of(Tokenizer.class, Encoder.class, Head.class)) {
                ServiceLoader.load(service, loader).forEach(plugin::add);
            }
        } finally {
            thread.setContextClassLoader(before);
        }
        if (plugin.offersNothing()) {
            throw Refusal.broken(
                    plugin.source()
                            + " offers nothing: META-INF/services names no Tokenizer, Encoder or Head"
                            + " of io.metatransformer.api");
        }
    }

    private static void close(PluginClassLoader loader, PrivateCopy copy) {
        try (copy) {
            if (loader != null) {
                loader.close();
            }
        } catch (IOException e) {
            LOG.warn("a plugin's class loader could not be closed: {}", e.toString());
        }
    }
}
