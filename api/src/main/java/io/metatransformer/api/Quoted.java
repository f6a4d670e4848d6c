package io.metatransformer.api;

/** Strangers' words made safe for a message: quoted, on one line, at most 40 characters. */
public final class Quoted {
    private static final int MAX = 40;

    private Quoted() {}

    /** {@code text} in single quotes, cut after 40 characters, control characters as {@code ?}. */
    public static String of(String text) {
        StringBuilder out = new StringBuilder("'");
        int end = Math.min(text.length(), MAX);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            out.append(Character.isISOControl(c) ? '?' : c);
        }
        return out.append(text.length() > MAX ? "…'" : "'").toString();
    }
}
