package io.metatransformer.core.plugin;

import java.util.List;
import java.util.Optional;

/**
 * Services that the embedding program made itself, such as an encoder that needs its event bus.
 *
 * @param services tokenizers, encoders and heads
 */
public record HostServices(List<?> services) {
    public HostServices {
        services = List.copyOf(services);
    }

    Optional<Plugin> plugin() {
        if (services.isEmpty()) {
            return Optional.empty();
        }
        Plugin plugin =
                new Plugin(
                        new PluginRef("host", "unversioned"),
                        "the host program",
                        "",
                        HostServices.class.getClassLoader(),
                        () -> {});
        services.forEach(plugin::add);
        return Optional.of(plugin);
    }
}
