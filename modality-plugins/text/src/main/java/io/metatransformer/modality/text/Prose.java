package io.metatransformer.modality.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/**
 * Whether bytes start as people write: words and sentences. Other formats of text (tables, point clouds,
 * headers, markup) must not look like it, so a doubt is a no.
 */
final class Prose {
    private static final String OPENING = "\"'(-\u2013\u2014\u2018\u201c\u00ab\u00bf\u00a1\u2026";
    private static final String STRUCTURE = "={}|<>\t";
    private static final String SEPARATORS = ",;";
    private static final double LETTERS = 0.7;
    private static final double SMALL = 0.6;

    private Prose() {}

    static boolean is(ByteBuffer head) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        CharBuffer decoded = CharBuffer.allocate(head.remaining());
        // More may follow: the last letter may be cut in two.
        if (decoder.decode(head.duplicate(), decoded, false).isError()) {
            return false;
        }
        String text = decoded.flip().toString();
        text = text.startsWith("\ufeff") ? text.substring(1) : text;
        return startsWithWords(text.strip()) && isMadeOfWords(text);
    }

    /** Formats that start with their name have a first line of one word. */
    private static boolean startsWithWords(String text) {
        String line = text.lines().findFirst().orElse("").strip();
        if (line.isEmpty()) {
            return false;
        }
        int first = line.codePointAt(0);
        boolean opens = Character.isLetterOrDigit(first) || OPENING.indexOf(first) >= 0;
        boolean words = line.chars().anyMatch(WhiteSpace::is);
        boolean unspaced = line.codePoints().filter(Character::isIdeographic).count() > 1;
        return opens && (words || unspaced);
    }

    private static boolean isMadeOfWords(String text) {
        int visible = 0;
        int letters = 0;
        int small = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int next = i + Character.charCount(c);
            if (c < ' ' && c != '\n' && c != '\r' || STRUCTURE.indexOf(c) >= 0) {
                return false;
            }
            if (SEPARATORS.indexOf(c) >= 0 && isFollowedAtOnce(text, i)) {
                return false;
            }
            if (!WhiteSpace.is(c)) {
                visible++;
                letters += Character.isLetter(c) || isMark(c) ? 1 : 0;
                small += Character.isUpperCase(c) ? 0 : 1;
            }
            i = next;
        }
        return letters > LETTERS * visible && small > SMALL * visible;
    }

    /** A comma of a sentence has a blank or a closing quote behind it, one of a table has the next cell. */
    private static boolean isFollowedAtOnce(String text, int at) {
        if (at + 1 == text.length()) {
            return false;
        }
        char next = text.charAt(at + 1);
        boolean thousands =
                Character.isDigit(next) && at > 0 && Character.isDigit(text.charAt(at - 1));
        return !thousands && (Character.isLetterOrDigit(next) || ",;-+.".indexOf(next) >= 0);
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }
}
