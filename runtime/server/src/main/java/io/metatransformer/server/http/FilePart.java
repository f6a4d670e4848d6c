package io.metatransformer.server.http;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One uploaded file.
 *
 * @param name of its part
 * @param label what its sender calls it, made safe to print; never a path
 * @param mediaType as declared
 * @param path where it lies until the answer has left
 * @param size in bytes
 */
public record FilePart(
        String name, String label, Optional<String> mediaType, Path path, long size) {
    private static final int MAX_LABEL = 120;

    /** The last piece of what may be a path, without control characters. */
    public static String label(String filename) {
        String last = filename.substring(filename.lastIndexOf('/') + 1);
        last = last.substring(last.lastIndexOf('\\') + 1);
        StringBuilder safe = new StringBuilder();
        last.codePoints()
                .limit(MAX_LABEL)
                .map(c -> Character.isISOControl(c) ? '?' : c)
                .forEach(safe::appendCodePoint);
        return safe.isEmpty() ? "file" : safe.toString();
    }
}
