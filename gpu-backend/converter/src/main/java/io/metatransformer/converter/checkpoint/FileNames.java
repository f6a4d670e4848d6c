package io.metatransformer.converter.checkpoint;

import java.nio.file.Path;

/** Names of files and tensors, made safe for a message. */
final class FileNames {
    private static final int SHOWN = 100;

    private FileNames() {}

    /** A file's name without its folder, on one line. */
    static String of(Path file) {
        Path name = file.getFileName();
        return name == null ? "checkpoint" : shown(name.toString());
    }

    /** A tensor's name in quotes, on one line, at most {@value #SHOWN} characters. */
    static String quoted(String name) {
        return "'" + shown(name) + "'";
    }

    private static String shown(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints()
                .limit(SHOWN)
                .map(
                        c ->
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '?'
                                        : c)
                .forEach(out::appendCodePoint);
        return out.length() < name.length() ? out.append('…').toString() : out.toString();
    }
}
