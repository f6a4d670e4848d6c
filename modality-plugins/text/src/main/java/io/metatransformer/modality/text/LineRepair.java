package io.metatransformer.modality.text;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.text.Normalizer;
import java.util.regex.Pattern;

/**
 * Undoes what happens to text on its way: the steps of ftfy (Speer, 2019), which CLIP's tokenizer starts with,
 * over and over until a line stays as it is.
 */
final class LineRepair {
    /** Two are nearly always enough; each undoes one more layer of {@code &amp;amp;amp;}. */
    private static final int MOST_ROUNDS = 32;

    /** Marks on one letter that are put in order, which takes the square of their number. */
    private static final int MOST_MARKS = 1024;

    private static final Pattern TERMINAL_ESCAPE = Pattern.compile("\u001b\\[[\\p{Nd};]*[a-zA-Z]");
    private static final Pattern LINE_BREAK = Pattern.compile("\r\n|[\r\u2028\u2029\u0085]");

    private static final char FULL_WIDTH = 0xff01;
    private static final char HALF_WIDTH = 0xffef;
    private static final String[] WIDTH = widths();

    private final boolean mojibake;

    /**
     * @param mojibake whether UTF-8 that was read as Latin-1 or Windows-1252 is read anew
     */
    LineRepair(boolean mojibake) {
        this.mojibake = mojibake;
    }

    private static String[] widths() {
        String[] widths = new String[HALF_WIDTH - FULL_WIDTH + 1];
        for (int i = 0; i < widths.length; i++) {
            String wide = String.valueOf((char) (FULL_WIDTH + i));
            widths[i] = Normalizer.normalize(wide, Normalizer.Form.NFKC);
        }
        return widths;
    }

    /**
     * @param markup whether the text has tags, so that character references in it are meant
     * @throws MetaTransformerException with {@link ErrorCode#LIMIT_EXCEEDED} for a line of too many layers, or
     *     too many marks on a letter
     */
    String apply(String line, boolean markup) {
        String before = line;
        for (int round = 0; round < MOST_ROUNDS; round++) {
            String after = once(before, markup);
            if (after.equals(before)) {
                return after;
            }
            before = after;
        }
        throw new MetaTransformerException(
                ErrorCode.LIMIT_EXCEEDED,
                "a line is escaped or garbled more than " + MOST_ROUNDS + " times over");
    }

    private String once(String line, boolean markup) {
        String text = markup ? line : CharacterReferences.replaceClosed(line);
        if (isPlain(text)) {
            return text;
        }
        if (mojibake && text.chars().anyMatch(c -> c >= 0x80)) {
            text = Windows1252.readAsUtf8(text).orElse(text);
        }
        text = characters(text);
        text = LINE_BREAK.matcher(text).replaceAll("\n");
        text = TERMINAL_ESCAPE.matcher(text).replaceAll("");
        text = withoutControls(text);
        requireFewMarks(text);
        return Normalizer.normalize(text, Normalizer.Form.NFC);
    }

    private static void requireFewMarks(String text) {
        int run = 0;
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            run = isMark(Character.getType(c)) ? run + 1 : 0;
            if (run > MOST_MARKS) {
                throw new MetaTransformerException(
                        ErrorCode.LIMIT_EXCEEDED,
                        "a letter has more than " + MOST_MARKS + " marks on it");
            }
            i += Character.charCount(c);
        }
    }

    private static boolean isMark(int type) {
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether no further step can change it. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= 0x7f || c < ' ' && c != '\n' && c != '\t') {
                return false;
            }
        }
        return true;
    }

    /** What stands for one character alone: C1 controls, ligatures, widths, quotes, halves of a pair. */
    private static String characters(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = Windows1252.character(text.charAt(i));
            if (c < 0x80) {
                out.append(c);
            } else if (Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                out.append(c).append(text.charAt(++i));
            } else if (Character.isSurrogate(c)) {
                out.append('\ufffd');
            } else {
                String apart = Ligatures.apart(c);
                for (int k = 0; k < apart.length(); k++) {
                    append(out, apart.charAt(k));
                }
            }
        }
        return out.toString();
    }

    private static void append(StringBuilder out, char c) {
        if (c == '\u3000') {
            out.append(' ');
        } else if (c >= FULL_WIDTH && c <= HALF_WIDTH) {
            out.append(WIDTH[c - FULL_WIDTH]);
        } else if (c >= '\u201c' && c <= '\u201f') {
            out.append('"');
        } else if (c == '\u02bc' || c >= '\u2018' && c <= '\u201b') {
            out.append('\'');
        } else {
            out.append(c);
        }
    }

    private static String withoutControls(String text) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isControl(c)) {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static boolean isControl(char c) {
        return c <= 0x08
                || c == 0x0b
                || c >= 0x0e && c <= 0x1f
                || c == 0x7f
                || c >= '\u206a' && c <= '\u206f'
                || c == '\ufeff'
                || c >= '\ufff9' && c <= '\ufffc';
    }
}
