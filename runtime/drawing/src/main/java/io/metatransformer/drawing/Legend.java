package io.metatransformer.drawing;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Colours with what they stand for, in columns below a drawing. */
final class Legend {
    private static final int ROW = 22;
    private static final int COLUMN = 220;
    private static final int MOST = 24;
    private static final int SWATCH = 12;

    private final List<Entry> entries;
    private final int more;

    private record Entry(Color colour, String label, String share, double size) {}

    private Legend(List<Entry> entries, int more) {
        this.entries = entries;
        this.more = more;
    }

    /**
     * Classes that occur, the most frequent first.
     *
     * @param counts by class
     * @param labels by class; a class without one is called by its number
     * @param colours by class
     */
    static Legend ofShares(long[] counts, List<String> labels, Color[] colours) {
        long all = 0;
        for (long count : counts) {
            all += count;
        }
        List<Entry> found = new ArrayList<>();
        for (int c = 0; c < counts.length; c++) {
            if (counts[c] > 0) {
                double share = 100.0 * counts[c] / all;
                String text =
                        share < 0.1 ? "< 0.1 %" : String.format(Locale.ROOT, "%.1f %%", share);
                String label = c < labels.size() ? labels.get(c) : "class " + c;
                found.add(new Entry(colours[c], label, text, counts[c]));
            }
        }
        found.sort(Comparator.comparingDouble(entry -> -entry.size()));
        int shown = Math.min(MOST, found.size());
        return new Legend(found.subList(0, shown), found.size() - shown);
    }

    private static int columns(int width) {
        return Math.max(1, width / COLUMN);
    }

    /** Height that it takes below a drawing of that width. */
    int height(int width) {
        int lines = entries.size() + (more > 0 ? 1 : 0);
        int columns = columns(width);
        return (lines + columns - 1) / columns * ROW;
    }

    void draw(Sheet sheet, int left, int top, int width) {
        int columns = columns(width);
        int room = width / columns;
        for (int i = 0; i < entries.size(); i++) {
            Entry entry = entries.get(i);
            int x = left + i % columns * room;
            int y = top + i / columns * ROW;
            sheet.fill(entry.colour(), x, y + 4, SWATCH, SWATCH);
            int share = sheet.width(entry.share(), Lettering.SMALL);
            double label =
                    sheet.text(
                            entry.label(),
                            Lettering.PLAIN,
                            Palette.TEXT,
                            x + SWATCH + 8,
                            y + 15,
                            room - share - SWATCH - 28);
            sheet.text(
                    entry.share(),
                    Lettering.SMALL,
                    Palette.QUIET,
                    x + SWATCH + 15 + label,
                    y + 15,
                    share);
        }
        if (more > 0) {
            int x = left + entries.size() % columns * room;
            int y = top + entries.size() / columns * ROW;
            sheet.text(
                    "and " + more + " more", Lettering.SMALL, Palette.QUIET, x, y + 15, room - 8);
        }
    }
}
