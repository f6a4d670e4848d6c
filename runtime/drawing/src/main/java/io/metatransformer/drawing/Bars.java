package io.metatransformer.drawing;

import io.metatransformer.api.Prediction;
import java.awt.Color;
import java.awt.FontMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A list of named numbers as horizontal bars from zero. */
final class Bars {
    private static final int WIDTH = 720;
    private static final int ROW = 26;
    private static final int BAR = 16;
    private static final int MOST = 40;
    private static final int WIDEST_LABEL = 260;

    private Bars() {}

    /**
     * @param label of the bar
     * @param value where it ends
     * @param text that says the value
     */
    private record Bar(String label, double value, String text) {}

    static Sheet classes(String title, Prediction.Classes classes) {
        List<Bar> bars = new ArrayList<>();
        for (Prediction.Label label : classes.labels()) {
            double share = 100.0 * label.score();
            bars.add(
                    new Bar(
                            label.label(),
                            label.score(),
                            String.format(Locale.ROOT, share < 1 ? "%.2f %%" : "%.1f %%", share)));
        }
        String note =
                classes.exclusive()
                        ? "probability of each label"
                        : "probability that a label holds";
        return draw(title, note, bars, 0, 1, Palette.BLUE);
    }

    static Sheet values(String title, Prediction.Values values) {
        List<Bar> bars = new ArrayList<>();
        float[] numbers = values.values().toArray();
        double low = 0;
        double high = 0;
        for (int i = 0; i < numbers.length; i++) {
            String name = i < values.names().size() ? values.names().get(i) : "value " + i;
            bars.add(new Bar(name, numbers[i], Numbers.text(numbers[i])));
            if (Float.isFinite(numbers[i])) {
                low = Math.min(low, numbers[i]);
                high = Math.max(high, numbers[i]);
            }
        }
        String note = numbers.length == 1 ? "1 value" : numbers.length + " values";
        return draw(title, note, bars, low, high > low ? high : low + 1, Palette.BLUE);
    }

    static Sheet neighbours(String title, Prediction.Neighbours neighbours) {
        List<Bar> bars = new ArrayList<>();
        double low = 0;
        for (Prediction.Neighbour each : neighbours.neighbours()) {
            String label =
                    each.label().map(name -> each.id() + " (" + name + ")").orElse(each.id());
            bars.add(
                    new Bar(
                            label,
                            each.similarity(),
                            String.format(Locale.ROOT, "%.3f", each.similarity())));
            low = Math.min(low, each.similarity());
        }
        return draw(title, "cosine similarity", bars, low, 1, Palette.BLUE);
    }

    private static Sheet draw(
            String title, String what, List<Bar> bars, double low, double high, Color colour) {
        List<Bar> shown = bars.subList(0, Math.min(MOST, bars.size()));
        String note =
                shown.size() < bars.size()
                        ? what + "; " + shown.size() + " of " + bars.size() + " are drawn"
                        : what;
        int height = Sheet.HEAD + 2 * Sheet.MARGIN + Math.max(1, shown.size()) * ROW;
        Sheet sheet = new Sheet(WIDTH, height, title, note);
        if (shown.isEmpty()) {
            sheet.text("none", Lettering.PLAIN, Palette.QUIET, Sheet.MARGIN, height - 26, WIDTH);
            return sheet;
        }
        FontMetrics metrics = sheet.pen.getFontMetrics(Lettering.PLAIN);
        int labels = 0;
        int texts = 0;
        for (Bar bar : shown) {
            labels = Math.max(labels, metrics.stringWidth(Lettering.line(bar.label())));
            texts = Math.max(texts, metrics.stringWidth(bar.text()));
        }
        labels = Math.min(WIDEST_LABEL, labels);
        Scale scale =
                new Scale(
                        low,
                        high,
                        Sheet.MARGIN + labels + 12 + (low < 0 ? texts + 6 : 0),
                        WIDTH - Sheet.MARGIN - texts - 6);
        for (int i = 0; i < shown.size(); i++) {
            int y = Sheet.MARGIN + Sheet.HEAD + i * ROW;
            row(sheet, shown.get(i), scale, y, labels, colour);
        }
        int zero = scale.at(0);
        sheet.fill(Palette.QUIET, zero, Sheet.MARGIN + Sheet.HEAD, 1, shown.size() * ROW);
        return sheet;
    }

    /** Where numbers lie across the sheet. */
    record Scale(double low, double high, int left, int right) {
        int at(double value) {
            return (int) Math.round(left + (value - low) / (high - low) * (right - left));
        }
    }

    private static void row(Sheet sheet, Bar bar, Scale scale, int y, int labels, Color colour) {
        int foot = y + ROW / 2 + 5;
        sheet.textTo(
                bar.label(), Lettering.PLAIN, Palette.TEXT, Sheet.MARGIN + labels, foot, labels);
        int zero = scale.at(0);
        int top = y + (ROW - BAR) / 2;
        sheet.fill(Palette.FAINT, scale.left(), top, scale.right() - scale.left(), BAR);
        int end = zero;
        if (Double.isFinite(bar.value())) {
            end = scale.at(Math.max(scale.low(), Math.min(scale.high(), bar.value())));
            sheet.fill(colour, Math.min(zero, end), top, Math.abs(end - zero), BAR);
        }
        if (bar.value() < 0) {
            sheet.textTo(bar.text(), Lettering.PLAIN, Palette.QUIET, end - 6, foot, WIDTH);
        } else {
            sheet.text(bar.text(), Lettering.PLAIN, Palette.QUIET, end + 6, foot, WIDTH);
        }
    }
}
