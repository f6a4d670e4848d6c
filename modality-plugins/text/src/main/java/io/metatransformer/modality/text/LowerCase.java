package io.metatransformer.modality.text;

import java.util.Locale;

/** Small letters by Unicode's rules: the JDK asks word boundaries which sigma ends a word, Unicode does not. */
final class LowerCase {
    private static final int CAPITAL_SIGMA = 0x3a3;
    private static final char SIGMA = '\u03c3';
    private static final char FINAL_SIGMA = '\u03c2';

    private LowerCase() {}

    static String of(String text) {
        return withoutCapitalSigma(text).toLowerCase(Locale.ROOT);
    }

    private static String withoutCapitalSigma(String text) {
        if (text.indexOf(CAPITAL_SIGMA) < 0) {
            return text;
        }
        StringBuilder out = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) == CAPITAL_SIGMA) {
                boolean last = isCasedBefore(text, i) && !isCasedAfter(text, i + 1);
                out.setCharAt(i, last ? FINAL_SIGMA : SIGMA);
            }
        }
        return out.toString();
    }

    private static boolean isCasedBefore(String text, int end) {
        int i = end;
        while (i > 0) {
            int c = text.codePointBefore(i);
            if (!isIgnorable(c)) {
                return isCased(c);
            }
            i -= Character.charCount(c);
        }
        return false;
    }

    private static boolean isCasedAfter(String text, int start) {
        int i = start;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (!isIgnorable(c)) {
                return isCased(c);
            }
            i += Character.charCount(c);
        }
        return false;
    }

    private static boolean isCased(int c) {
        return Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
    }

    /** Unicode's Case_Ignorable. */
    private static boolean isIgnorable(int c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL ->
                    true;
            default -> isMidWord(c);
        };
    }

    private static boolean isMidWord(int c) {
        return switch (c) {
            case 0x27, 0x2e, 0x3a, 0xb7, 0x387, 0x55f, 0x5f4, 0x2018, 0x2019, 0x2024, 0x2027 ->
                    true;
            case 0xfe13, 0xfe52, 0xfe55, 0xff07, 0xff0e, 0xff1a -> true;
            default -> false;
        };
    }
}
