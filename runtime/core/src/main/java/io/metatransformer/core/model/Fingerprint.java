package io.metatransformer.core.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** One digest for many files: SHA-256 over the lines {@code "<sha256>  <path>\n"}, sorted by path. */
final class Fingerprint {
    private Fingerprint() {}

    static String of(Map<String, FileEntry> files, String below) {
        MessageDigest digest = sha256();
        new TreeMap<>(files)
                .forEach(
                        (path, file) -> {
                            if (path.startsWith(below)) {
                                String line =
                                        file.sha256()
                                                + "  "
                                                + path.substring(below.length())
                                                + "\n";
                                digest.update(line.getBytes(StandardCharsets.UTF_8));
                            }
                        });
        return HexFormat.of().formatHex(digest.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
