package io.metatransformer.api;

/** Strangers' words made safe for a message: quoted, on one line, at most 40 characters. */
public final class Quoted {
    private static final int MAX_CONTENT = 40;

    /** Names of tensors are longer than that, and told apart by their ends. */
    private static final int MAX_NAME = 160;

    private Quoted() {}

    /** {@code text} in single quotes, cut after 40 characters, control characters as {@code ?}. */
    public static String of(String text) {
        return quoted(text, MAX_CONTENT);
    }

    /** A name, such as a tensor's, in single quotes: cut after 160 characters only. */
    public static String name(String name) {
        return quoted(name, MAX_NAME);
    }

    private static String quoted(String text, int most) {
        StringBuilder out = new StringBuilder("'");
        int end = Math.min(text.length(), most);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? '?' : c);
        }
        return out.append(text.length() > most ? "…'" : "'").toString();
    }
}
