package io.metatransformer.modality.text;

/**
 * Cuts clean text into the pieces that byte-pair encoding never joins: the words of the two special tokens, the
 * endings {@code 's 't 're 've 'm 'll 'd}, runs of letters, single digits, runs of everything else but blanks.
 * What CLIP writes as a regular expression, case-insensitive by Unicode's folding.
 */
final class Pieces {
    static final String START = "<|startoftext|>";
    static final String END = "<|endoftext|>";

    private static final String[] ENDINGS = {"s", "t", "re", "ve", "m", "ll", "d"};

    /** Folds to a letter and is none: Python's engine finds it in no class at all. */
    private static final int YPOGEGRAMMENI = 0x345;

    private static final char LONG_S = '\u017f';

    private final String text;
    private final boolean special;
    private int start;
    private int end;

    /**
     * @param special whether the words of the special tokens are pieces; else they are text like any other
     */
    Pieces(String text, boolean special) {
        this.text = text;
        this.special = special;
    }

    /** Moves on to the next piece; false if there is none. */
    boolean next() {
        start = end;
        while (start < text.length()) {
            end = endOfPiece();
            if (end > start) {
                return true;
            }
            start += Character.charCount(text.codePointAt(start));
        }
        end = start;
        return false;
    }

    /** The piece that {@link #next} found. */
    String piece() {
        return text.substring(start, end);
    }

    /** {@link #start} if no piece starts there. */
    private int endOfPiece() {
        int c = text.codePointAt(start);
        if (special && c == '<') {
            for (String word : new String[] {START, END}) {
                if (isAt(start, word)) {
                    return start + word.length();
                }
            }
        }
        if (c == '\'') {
            for (String ending : ENDINGS) {
                if (isAt(start + 1, ending)) {
                    return start + 1 + ending.length();
                }
            }
        }
        if (Character.isLetter(c)) {
            return endOfLetters();
        }
        return isNumber(c) ? start + Character.charCount(c) : endOfOthers();
    }

    private int endOfLetters() {
        int at = start;
        while (at < text.length() && Character.isLetter(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private int endOfOthers() {
        int at = start;
        while (at < text.length() && isOther(text.codePointAt(at))) {
            at += Character.charCount(text.codePointAt(at));
        }
        return at;
    }

    private static boolean isOther(int c) {
        return !WhiteSpace.is(c) && !Character.isLetter(c) && !isNumber(c) && c != YPOGEGRAMMENI;
    }

    private static boolean isNumber(int c) {
        return switch (Character.getType(c)) {
            case Character.DECIMAL_DIGIT_NUMBER, Character.LETTER_NUMBER, Character.OTHER_NUMBER ->
                    true;
            default -> false;
        };
    }

    /** Whether {@code word}, in small letters of ASCII, stands there in any case. */
    private boolean isAt(int from, String word) {
        if (from + word.length() > text.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            char c = text.charAt(from + i);
            char small = c == LONG_S ? 's' : c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
            if (small != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
