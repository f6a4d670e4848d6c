package io.metatransformer.core.plugin;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.Head;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tokenizer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Plugins on the host's own class path: one per jar or class folder that offers services. */
final class ClassPathPlugins {
    private final ClassLoader host;
    private final Map<String, Origin> origins = new TreeMap<>();
    private final List<PluginInfo> broken = new ArrayList<>();

    /** One jar or class folder, and the services that it lists. */
    private record Origin(Optional<Path> path, List<ServiceLoader.Provider<?>> providers) {}

    private ClassPathPlugins(ClassLoader host) {
        this.host = host;
    }

    /** @param broken those that could not be loaded, with the reason */
    record Found(List<Plugin> plugins, List<PluginInfo> broken) {}

    static Found find(ClassLoader host) {
        ClassPathPlugins search = new ClassPathPlugins(host);
        for (Class<?> service : List.of(Tokenizer.class, Encoder.class, Head.class)) {
            search.collect(service);
        }
        List<Plugin> plugins = new ArrayList<>();
        search.origins.forEach((source, origin) -> search.load(source, origin, plugins));
        return new Found(plugins, search.broken);
    }

    private void collect(Class<?> service) {
        Iterator<? extends ServiceLoader.Provider<?>> providers =
                ServiceLoader.load(service, host).stream().iterator();
        while (true) {
            try {
                if (!providers.hasNext()) {
                    return;
                }
                ServiceLoader.Provider<?> provider = providers.next();
                Optional<Path> path = pathOf(provider.type());
                origins.computeIfAbsent(
                                path.map(ClassPathPlugins::label).orElse("host"),
                                label -> new Origin(path, new ArrayList<>()))
                        .providers()
                        .add(provider);
            } catch (ServiceConfigurationError | LinkageError e) {
                broken.add(Infos.failed("class path", Cause.whileLoading(e)));
            }
        }
    }

    private void load(String source, Origin origin, List<Plugin> plugins) {
        try {
            PluginRef ref = Descriptor.of(manifest(origin), source);
            Plugin plugin = new Plugin(ref, source, "", host, () -> {});
            origin.providers().forEach(provider -> plugin.add(provider.get()));
            plugins.add(plugin);
        } catch (MetaTransformerException e) {
            broken.add(Infos.failed(source, Problem.of(e)));
        } catch (Throwable e) { // also LinkageError: a plugin must not take the host down
            broken.add(Infos.failed(source, Cause.whileLoading(e)));
        }
    }

    private static Optional<Path> pathOf(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        try {
            return source == null || source.getLocation() == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException | IllegalArgumentException | FileSystemNotFoundException e) {
            return Optional.empty();
        }
    }

    /** The jar's name; of a build's {@code target/classes}, that of the module. */
    private static String label(Path path) {
        Path named = path;
        if (Files.isDirectory(path) && path.getNameCount() > 2) {
            Path parent = path.getParent();
            named = parent.endsWith("target") ? parent.getParent() : path;
        }
        return named.getFileName().toString();
    }

    private static Optional<Manifest> manifest(Origin origin) {
        if (origin.path().isEmpty()) {
            return Optional.empty();
        }
        Path path = origin.path().get();
        try {
            if (Files.isRegularFile(path)) {
                try (JarFile jar = new JarFile(path.toFile(), false)) {
                    return Optional.ofNullable(jar.getManifest());
                }
            }
            Path file = path.resolve(JarFile.MANIFEST_NAME);
            if (Files.isRegularFile(file)) {
                try (InputStream in = Files.newInputStream(file)) {
                    return Optional.of(new Manifest(in));
                }
            }
            return Optional.empty();
        } catch (IOException e) {
            throw Refusal.io("its manifest cannot be read", e);
        }
    }
}
