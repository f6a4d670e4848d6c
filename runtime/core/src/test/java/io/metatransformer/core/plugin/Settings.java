package io.metatransformer.core.plugin;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Settings of tests that look at a folder when they want to, and believe every file at once. */
final class Settings {
    private Settings() {}

    static PluginSettings of(Path folder) {
        return new PluginSettings(
                Optional.of(folder),
                Settings.class.getClassLoader(),
                SharedPackages.DEFAULT,
                Optional.empty(),
                false,
                Duration.ZERO,
                Duration.ofDays(1));
    }
}
