package io.metatransformer.core.model;

import io.metatransformer.api.Quoted;
import io.metatransformer.core.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of a model as its manifest lists them. No name leads out of the folder, neither by {@code ..} nor
 * by a link, and no file is used before its bytes have been compared with their digest. Thread-safe.
 */
final class ModelFiles {
    private final Path folder;
    private final Map<String, FileEntry> files;
    private final Set<String> verified = ConcurrentHashMap.newKeySet();

    ModelFiles(Path folder, Map<String, FileEntry> files) {
        this.folder = folder;
        this.files = files;
        files.keySet().forEach(ModelFiles::requirePlain);
    }

    /** Names are relative, with single slashes and no step up. */
    static void requirePlain(String name) {
        boolean plain = !name.isEmpty() && !name.startsWith("/") && name.indexOf('\\') < 0;
        for (String step : name.split("/", -1)) {
            plain &= !step.isEmpty() && !step.equals(".") && !step.equals("..");
        }
        plain &= name.indexOf(0) < 0 && !name.contains(":");
        if (!plain) {
            throw Refusal.badModel(
                    "model.json lists "
                            + Quoted.of(name)
                            + ", which is not a name inside the folder");
        }
    }

    /** Every file below a folder but the manifest and hidden ones, as a manifest lists them. */
    static Map<String, FileEntry> digests(Path folder) throws IOException {
        Map<String, FileEntry> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                String name = folder.relativize(file).toString().replace('\\', '/');
                if (!name.equals(ModelFolder.MANIFEST) && !("/" + name).contains("/.")) {
                    files.put(name, new FileEntry(Files.size(file), Sha256.of(file)));
                }
            }
        }
        return files;
    }

    boolean lists(String name) {
        return files.containsKey(name);
    }

    /** What is not yet, or no longer, as listed: looks at sizes alone. */
    Optional<String> incomplete() {
        for (Map.Entry<String, FileEntry> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            try {
                if (!Files.isRegularFile(path)) {
                    return Optional.of(file.getKey() + " is missing");
                }
                long size = Files.size(path);
                if (size != file.getValue().size()) {
                    return Optional.of(
                            file.getKey()
                                    + " has "
                                    + size
                                    + " bytes, model.json says "
                                    + file.getValue().size());
                }
            } catch (IOException e) {
                return Optional.of(file.getKey() + " cannot be read");
            }
        }
        return Optional.empty();
    }

    /** Changes whenever a listed file was written. */
    List<String> marks() {
        List<String> marks = new ArrayList<>();
        for (String name : files.keySet()) {
            marks.add(mark(folder.resolve(name)));
        }
        return marks;
    }

    static String mark(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.size()
                    + " "
                    + attributes.lastModifiedTime()
                    + " "
                    + attributes.fileKey();
        } catch (IOException e) {
            return "gone";
        }
    }

    /** Compares every listed file below a prefix with its digest; each is read once. */
    void verify(String below) {
        files.forEach(
                (name, entry) -> {
                    if (name.startsWith(below) && !verified.contains(name)) {
                        verify(name, entry);
                        verified.add(name);
                    }
                });
    }

    private void verify(String name, FileEntry entry) {
        try {
            Path path = inside(name);
            String found = Sha256.of(path);
            if (!found.equals(entry.sha256())) {
                throw Refusal.badModel(
                        name
                                + " is not the file that model.json lists: its SHA-256 is "
                                + found
                                + ", expected "
                                + Quoted.of(entry.sha256()));
            }
        } catch (IOException e) {
            throw Refusal.io(name + " cannot be read", e);
        }
    }

    private Path inside(String name) throws IOException {
        Path real = folder.resolve(name).toRealPath();
        if (!real.startsWith(folder.toRealPath())
                || !Files.isRegularFile(real, LinkOption.NOFOLLOW_LINKS)) {
            throw Refusal.badModel(name + " is not a file inside the model's folder");
        }
        return real;
    }

    Path path(String name) {
        return folder.resolve(name);
    }
}
