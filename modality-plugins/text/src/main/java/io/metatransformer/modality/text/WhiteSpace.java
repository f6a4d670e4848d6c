package io.metatransformer.modality.text;

/** Unicode's property White_Space, written out: the JDK's own notions of blank are others. */
final class WhiteSpace {
    private WhiteSpace() {}

    static boolean is(int c) {
        if (c <= 0x20) {
            return c == 0x20 || c >= 0x09 && c <= 0x0d;
        }
        return switch (c) {
            case 0x85, 0xa0, 0x1680, 0x2028, 0x2029, 0x202f, 0x205f, 0x3000 -> true;
            default -> c >= 0x2000 && c <= 0x200a;
        };
    }

    /** Every run as one space, none at either end. */
    static String collapse(String text) {
        StringBuilder collapsed = new StringBuilder(text.length());
        boolean pending = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i); // none of them lies beyond the basic plane
            if (is(c)) {
                pending = collapsed.length() > 0;
            } else {
                if (pending) {
                    collapsed.append(' ');
                    pending = false;
                }
                collapsed.append(c);
            }
        }
        return collapsed.toString();
    }
}
