package io.metatransformer.core.model;

import java.util.Objects;

/**
 * What a manifest says of one file.
 *
 * @param size in bytes
 * @param sha256 64 lower-case hex digits
 */
public record FileEntry(long size, String sha256) {
    public FileEntry {
        Objects.requireNonNull(sha256, "sha256");
        if (size < 0) {
            throw new IllegalArgumentException("a file has no negative size");
        }
    }
}
