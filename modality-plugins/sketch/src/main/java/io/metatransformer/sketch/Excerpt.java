package io.metatransformer.sketch;

import io.metatransformer.api.Preview;
import java.util.List;

/** The first rows of a table, or the first lines of a text. */
public final class Excerpt {
    private static final int MARGIN = 10;
    private static final int LINE = 18;
    private static final int MAX_COLUMNS = 6;
    private static final double SIZE = 11;
    private static final double GLYPH = 0.58 * SIZE; // usual width of a letter

    private Excerpt() {}

    /**
     * @param header names of the columns; past six the rest is left out
     * @param rows cells, each row as long as the header; past ten the rest is left out
     */
    public static Preview table(List<String> header, List<List<String>> rows, String caption) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        int columns = Math.max(1, Math.min(header.size(), MAX_COLUMNS));
        double step = (Svg.WIDTH - 2.0 * MARGIN) / columns;
        int letters = (int) (step / GLYPH);
        int lines = Math.min(rows.size(), (Svg.HEIGHT - 2 * MARGIN) / LINE - 1);
        cells(svg, header, columns, step, letters, MARGIN + LINE - 6.0, Ink.BLUE);
        svg.line(MARGIN, MARGIN + LINE, Svg.WIDTH - MARGIN, MARGIN + LINE, Ink.RULE.hex(), 1);
        for (int r = 0; r < lines; r++) {
            cells(
                    svg,
                    rows.get(r),
                    columns,
                    step,
                    letters,
                    MARGIN + (r + 2) * LINE - 5.0,
                    Ink.TEXT);
        }
        return svg.toPreview(caption);
    }

    private static void cells(
            Svg svg, List<String> row, int columns, double step, int letters, double y, Ink ink) {
        for (int c = 0; c < Math.min(columns, row.size()); c++) {
            svg.text(MARGIN + c * step, y, SIZE, ink.hex(), cut(row.get(c), letters));
        }
    }

    /**
     * @param lines of text; those past the sheet's foot are left out
     */
    public static Preview text(List<String> lines, String caption) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        int shown = Math.min(lines.size(), (Svg.HEIGHT - 2 * MARGIN) / LINE);
        int letters = (int) ((Svg.WIDTH - 2 * MARGIN) / GLYPH);
        for (int i = 0; i < shown; i++) {
            double y = MARGIN + (i + 1) * LINE - 5.0;
            svg.text(MARGIN, y, SIZE, Ink.TEXT.hex(), cut(lines.get(i), letters));
        }
        return svg.toPreview(caption);
    }

    private static String cut(String text, int letters) {
        if (text.codePointCount(0, text.length()) <= letters) {
            return text;
        }
        return text.substring(0, text.offsetByCodePoints(0, Math.max(0, letters - 1))) + "…";
    }
}
