package io.metatransformer.modality.text;

import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Excerpt;
import java.util.ArrayList;
import java.util.List;

/** The start of a text as a small page. */
final class TextDrawing {
    /** What fits on a sheet; a page has no more lines than that either. */
    private static final int LETTERS = 52;

    private static final int MOST_LINES = 12;

    /** From here on scripts have letters of twice the width. */
    private static final int WIDE = 0x2e80;

    private TextDrawing() {}

    static Preview of(String text, TextIds ids) {
        String caption =
                ids.ids().length
                        + " tokens of "
                        + text.codePointCount(0, text.length())
                        + " characters"
                        + (ids.truncated() ? ", the rest was cut off" : "");
        return Excerpt.text(lines(text), caption);
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        int start = 0;
        while (start < text.length() && lines.size() < MOST_LINES) {
            int end = endOfLine(text, start);
            lines.add(WhiteSpace.collapse(text.substring(start, end)));
            start = end;
        }
        return lines;
    }

    /** Behind a line break, or the last blank that fits, or the last letter. */
    private static int endOfLine(String text, int start) {
        int width = 0;
        int blank = start;
        int at = start;
        while (at < text.length()) {
            int c = text.codePointAt(at);
            width += c >= WIDE ? 2 : 1;
            if (width > LETTERS) {
                return blank > start ? blank : at;
            }
            at += Character.charCount(c);
            if (c == '\n') {
                return at;
            }
            if (WhiteSpace.is(c)) {
                blank = at;
            }
        }
        return at;
    }
}
