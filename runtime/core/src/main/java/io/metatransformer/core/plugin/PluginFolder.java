package io.metatransformer.core.plugin;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The plugins folder: every jar in it is a plugin, and so is every folder that holds jars. Hidden names and
 * other files are passed over. Not thread-safe.
 */
final class PluginFolder {
    private final Path folder;
    private final Duration settle;
    private final Map<String, Sighting> sightings = new HashMap<>();

    PluginFolder(Path folder, Duration settle) {
        this.folder = folder;
        this.settle = settle;
    }

    /**
     * One plugin as it lies on disk; equal stamps mean that nothing has changed.
     *
     * @param jars sorted by name
     * @param marks size and time of change of each jar
     */
    record Stamp(List<Path> jars, List<String> marks, long newest) {}

    private record Sighting(Stamp stamp, long since) {}

    /**
     * What a look has found.
     *
     * @param present every plugin by its name
     * @param settled those whose files have not changed for a while: completely copied, as far as one can see
     */
    record Look(Map<String, Stamp> present, Map<String, Stamp> settled) {
        boolean hasUnsettled() {
            return settled.size() < present.size();
        }
    }

    Look look() {
        Map<String, Stamp> present = list();
        Map<String, Stamp> settled = new TreeMap<>();
        long now = System.nanoTime();
        sightings.keySet().retainAll(present.keySet());
        present.forEach(
                (name, stamp) -> {
                    Sighting last = sightings.get(name);
                    if (last == null || !last.stamp().equals(stamp)) {
                        last = new Sighting(stamp, now);
                        sightings.put(name, last);
                    }
                    boolean old =
                            System.currentTimeMillis() - stamp.newest() > 10 * settle.toMillis();
                    if (old || now - last.since() >= settle.toNanos()) {
                        settled.put(name, stamp);
                    }
                });
        return new Look(present, settled);
    }

    private Map<String, Stamp> list() {
        Map<String, Stamp> found = new TreeMap<>();
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.sorted().toList()) {
                String name = entry.getFileName().toString();
                if (name.startsWith(".")) {
                    continue;
                }
                if (Files.isDirectory(entry)) {
                    List<Path> jars = jarsIn(entry);
                    if (!jars.isEmpty()) {
                        found.put(name, stamp(jars));
                    }
                } else if (name.endsWith(".jar")) {
                    found.put(name, stamp(List.of(entry)));
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return Map.of();
        } catch (IOException | UncheckedIOException e) {
            throw Refusal.io("the plugins folder cannot be read", e);
        }
        return found;
    }

    private static List<Path> jarsIn(Path entry) throws IOException {
        try (Stream<Path> files = Files.list(entry)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static Stamp stamp(List<Path> jars) {
        List<String> marks = new ArrayList<>();
        long newest = 0;
        for (Path jar : jars) {
            try {
                var attributes = Files.readAttributes(jar, BasicFileAttributes.class);
                newest = Math.max(newest, attributes.lastModifiedTime().toMillis());
                marks.add(
                        attributes.size()
                                + " "
                                + attributes.lastModifiedTime()
                                + " "
                                + attributes.fileKey());
            } catch (IOException e) {
                marks.add("gone"); // between listing and looking; the next look sees it
            }
        }
        return new Stamp(jars, List.copyOf(marks), newest);
    }
}
