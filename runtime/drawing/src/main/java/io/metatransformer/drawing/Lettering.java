package io.metatransformer.drawing;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.GraphicsEnvironment;

/** Letters: fonts, and texts of strangers cut to the room that there is. */
final class Lettering {
    static final Font PLAIN = new Font(Font.SANS_SERIF, Font.PLAIN, 13);
    static final Font SMALL = new Font(Font.SANS_SERIF, Font.PLAIN, 11);
    static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 14);

    /** Longer texts are not even measured. */
    private static final int LONGEST = 300;

    private Lettering() {}

    /**
     * Where no font is, the JDK throws errors that say neither what is missing nor what would do.
     *
     * @throws MetaTransformerException with {@link ErrorCode#IO_ERROR}
     */
    static void requireFonts() {
        try {
            GraphicsEnvironment.getLocalGraphicsEnvironment();
            PLAIN.getStringBounds("x", new java.awt.font.FontRenderContext(null, true, true));
        } catch (RuntimeException | LinkageError | InternalError e) {
            throw new MetaTransformerException(
                    ErrorCode.IO_ERROR,
                    "pictures of answers need a font, and this Java finds none: install fontconfig and any font"
                            + " (Debian, Ubuntu: fontconfig fonts-dejavu-core; Alpine: fontconfig ttf-dejavu;"
                            + " Fedora: fontconfig dejavu-sans-fonts)",
                    e);
        }
    }

    /** One line without anything that turns or breaks it, cut to {@code width} px with an ellipsis. */
    static String cut(String text, FontMetrics metrics, double width) {
        String line = line(text);
        if (metrics.stringWidth(line) <= width) {
            return line;
        }
        int low = 0; // so many code points fit
        int high = line.codePointCount(0, line.length());
        while (low + 1 < high) {
            int middle = (low + high) / 2;
            if (metrics.stringWidth(start(line, middle)) <= width) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return start(line, low);
    }

    private static String start(String line, int codePoints) {
        return line.substring(0, line.offsetByCodePoints(0, codePoints)).stripTrailing() + "…";
    }

    /** Controls, line breaks and marks that turn the direction of writing become spaces. */
    static String line(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints()
                .limit(LONGEST)
                .map(point -> isPrintable(point) ? point : ' ')
                .forEach(line::appendCodePoint);
        return line.toString();
    }

    private static boolean isPrintable(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
