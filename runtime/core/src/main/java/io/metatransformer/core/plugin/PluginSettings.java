package io.metatransformer.core.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Where plugins come from.
 *
 * @param folder that is read and watched; absent for the class path alone
 * @param host class loader of the shared packages and of the plugins on the class path
 * @param allowedSha256 lower-case digests of the jars that may be loaded; absent for all
 * @param watch whether changes of the folder take effect while the process runs
 * @param settle how long a file must not change before it counts as completely copied
 * @param poll longest time between two looks at the folder
 */
public record PluginSettings(
        Optional<Path> folder,
        ClassLoader host,
        SharedPackages shared,
        Optional<Set<String>> allowedSha256,
        boolean watch,
        Duration settle,
        Duration poll) {

    public static final Duration SETTLE = Duration.ofMillis(300);
    public static final Duration POLL = Duration.ofMillis(500);

    public PluginSettings {
        allowedSha256 = allowedSha256.map(Set::copyOf);
    }
}
