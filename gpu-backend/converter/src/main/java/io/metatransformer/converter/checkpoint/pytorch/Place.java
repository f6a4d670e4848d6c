package io.metatransformer.converter.checkpoint.pytorch;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * What is being read, for messages: every refusal of this package is made here and says file, part,
 * offset and reason.
 *
 * @param file the file's name, without its folder
 * @param part a record inside the file, or nothing
 */
record Place(String file, String part) {
    private static final int SHOWN = 80;

    static Place of(String file) {
        return new Place(quoted(file), "");
    }

    /** A record inside this file. */
    Place part(String name) {
        return new Place(file, quoted(name));
    }

    MetaTransformerException refuse(ErrorCode code, String reason) {
        return new MetaTransformerException(code, where() + ": " + reason);
    }

    MetaTransformerException refuse(ErrorCode code, long offset, String reason) {
        return new MetaTransformerException(code, where() + ", byte " + offset + ": " + reason);
    }

    private String where() {
        return part.isEmpty() ? file : file + ", " + part;
    }

    /** A stranger's name on one line, at most {@value #SHOWN} characters. */
    static String quoted(String name) {
        StringBuilder out = new StringBuilder("'");
        name.codePoints()
                .limit(SHOWN)
                .map(
                        c ->
                                Character.isISOControl(c)
                                                || Character.getType(c) == Character.FORMAT
                                        ? '?'
                                        : c)
                .forEach(out::appendCodePoint);
        return out.append(name.codePointCount(0, name.length()) > SHOWN ? "…'" : "'").toString();
    }
}
