package io.metatransformer.core.model;

import io.metatransformer.core.digest.Sha256;
import java.util.Map;
import java.util.TreeMap;

/** One digest for many files: SHA-256 over the lines {@code "<sha256>  <path>\n"}, sorted by path. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Map<String, FileEntry> files, String below) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(files)
                .forEach(
                        (path, file) -> {
                            if (path.startsWith(below)) {
                                lines.append(file.sha256()).append("  ");
                                lines.append(path, below.length(), path.length()).append('\n');
                            }
                        });
        return Sha256.of(lines.toString());
    }
}
