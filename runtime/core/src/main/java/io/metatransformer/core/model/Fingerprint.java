package io.metatransformer.core.model;

import io.metatransformer.core.digest.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** What stands for all weights of an encoder. */
final class Fingerprint {
    private static final String FILE = ModelFolder.ENCODER + "fingerprint";
    private static final int MAX_BYTES = 256;

    private Fingerprint() {}

    /** What the file {@code encoder/fingerprint} says, or else the digest of all files of the encoder. */
    static String of(Path folder, ModelFiles files, Map<String, FileEntry> listed) {
        if (!files.lists(FILE)) {
            return ofFiles(listed);
        }
        files.verify(FILE);
        try {
            if (listed.get(FILE).size() > MAX_BYTES) {
                throw Refusal.badModel(FILE + " is larger than " + MAX_BYTES + " bytes");
            }
            return Files.readString(folder.resolve(FILE)).strip();
        } catch (IOException e) {
            throw Refusal.io(FILE + " cannot be read", e);
        }
    }

    /** SHA-256 over the lines {@code "<sha256>  <path>\n"}, sorted by path. */
    private static String ofFiles(Map<String, FileEntry> files) {
        StringBuilder lines = new StringBuilder();
        new TreeMap<>(files)
                .forEach(
                        (path, file) -> {
                            if (path.startsWith(ModelFolder.ENCODER)) {
                                lines.append(file.sha256()).append("  ").append(path).append('\n');
                            }
                        });
        return Sha256.of(lines.toString());
    }
}
