package io.metatransformer.core.plugin;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;

/** Looks at a jar's table of contents before any class is read from it. */
final class JarCheck {
    private static final int MAX_ENTRIES = 200_000;
    private static final long MAX_UNPACKED_BYTES = 8L << 30;
    private static final String SERVICES = "META-INF/services/io.metatransformer.api.";

    /** @param main whether the jar names the plugin or lists its services */
    record Contents(Optional<Manifest> manifest, boolean main) {}

    private JarCheck() {}

    static Contents read(Path jar, String label) {
        try (JarFile file = new JarFile(jar.toFile(), false)) {
            if (file.size() > MAX_ENTRIES) {
                throw Refusal.insecure(label + " has more than " + MAX_ENTRIES + " entries");
            }
            boolean services = false;
            long unpacked = 0;
            for (Enumeration<JarEntry> entries = file.entries(); entries.hasMoreElements(); ) {
                JarEntry entry = entries.nextElement();
                requirePlainName(entry.getName(), label);
                unpacked += Math.max(0, entry.getSize());
                services |= entry.getName().startsWith(SERVICES);
            }
            if (unpacked > MAX_UNPACKED_BYTES) {
                throw Refusal.insecure(
                        label + " holds more than " + MAX_UNPACKED_BYTES + " bytes unpacked");
            }
            Optional<Manifest> manifest = Optional.ofNullable(file.getManifest());
            boolean named =
                    manifest.map(m -> m.getMainAttributes().getValue("Mt-Plugin-Id")).isPresent();
            return new Contents(manifest, services || named);
        } catch (IOException e) {
            throw Refusal.broken(label + " is not a readable jar: " + e.getMessage(), e);
        }
    }

    private static void requirePlainName(String name, String label) {
        boolean climbs = ("/" + name + "/").contains("/../");
        if (climbs || name.startsWith("/") || name.indexOf('\\') >= 0 || name.indexOf(0) >= 0) {
            throw Refusal.insecure(label + " has an entry whose name leaves the jar");
        }
    }
}
