package io.metatransformer.core.report;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Numbers by epoch as lines of SVG within a page. */
final class CurveChart {
    private static final int WIDTH = 640;
    private static final int HEIGHT = 200;
    private static final int LEFT = 56;
    private static final int RIGHT = 130;
    private static final int TOP = 12;
    private static final int BOTTOM = 26;
    private static final int TICKS = 4;
    private static final double LABEL = 13;

    private final int epochs;
    private final int best;

    /**
     * One line.
     *
     * @param kind class of the style sheet
     * @param values one per epoch; what is not finite is a gap
     */
    record Line(String name, String kind, double[] values) {}

    /**
     * @param best index of the epoch that is marked
     */
    CurveChart(int epochs, int best) {
        this.epochs = epochs;
        this.best = best;
    }

    void draw(Markup page, String title, List<Line> lines) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (Line line : lines) {
            for (double value : line.values()) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        if (low > high) {
            low = 0;
            high = 1;
        }
        double step = step((high > low ? high - low : Math.max(1e-9, Math.abs(high))) / TICKS);
        Axis axis = new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, step);
        axis = axis.high() > axis.low() ? axis : new Axis(axis.low(), axis.low() + step, step);
        page.raw("<figure><figcaption>").text(title).raw("</figcaption>\n");
        page.raw("<svg viewBox=\"0 0 " + WIDTH + " " + HEIGHT + "\" role=\"img\" aria-label=\"");
        page.text(title).raw("\">\n");
        grid(page, axis);
        double above = Double.NEGATIVE_INFINITY;
        for (int i : fromTheTop(lines, axis)) {
            above = line(page, axis, lines.get(i), above);
        }
        page.raw("</svg></figure>\n");
    }

    /** Bounds and distance of the lines behind the curves. */
    private record Axis(double low, double high, double step) {}

    /** The round number next above: 1, 2 or 5 times a power of ten. */
    static double step(double least) {
        double power = Math.pow(10, Math.floor(Math.log10(least)));
        for (int times : new int[] {1, 2, 5}) {
            if (times * power >= least * (1 - 1e-9)) {
                return times * power;
            }
        }
        return 10 * power;
    }

    private void grid(Markup page, Axis axis) {
        long count = Math.round((axis.high() - axis.low()) / axis.step());
        for (int i = 0; i <= count; i++) {
            double value = axis.low() + i * axis.step();
            double y = y(value, axis);
            page.raw(segment("grid", LEFT, y, WIDTH - RIGHT, y));
            page.raw(anchored("end", LEFT - 8, y + 4)).text(Words.number(value)).raw("</text>\n");
        }
        int step = (int) Math.max(1, step((epochs - 1) / 6.0 + 1e-9));
        for (int epoch = 1; epoch <= epochs; epoch += epoch == 1 && step > 1 ? step - 1 : step) {
            page.raw(anchored("middle", x(epoch - 1), HEIGHT - 6)).text(epoch).raw("</text>\n");
        }
        page.raw(segment("best", x(best), TOP, x(best), HEIGHT - BOTTOM));
    }

    /** Places of lines in the order of their last values, so that their names do not cover each other. */
    private static List<Integer> fromTheTop(List<Line> lines, Axis axis) {
        return IntStream.range(0, lines.size())
                .boxed()
                .sorted(
                        Comparator.comparingDouble(
                                i -> {
                                    double last = last(lines.get(i));
                                    return -(Double.isNaN(last) ? axis.low() : last);
                                }))
                .toList();
    }

    private static double last(Line line) {
        return line.values()[line.values().length - 1];
    }

    /** @return where its name stands */
    private double line(Markup page, Axis axis, Line line, double above) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (int i = 0; i < line.values().length; i++) {
            double value = line.values()[i];
            if (Double.isFinite(value)) {
                path.append(pen ? 'L' : 'M').append(number(x(i))).append(' ');
                path.append(number(y(value, axis)));
            }
            pen = Double.isFinite(value);
        }
        page.raw("<path class=\"" + line.kind() + "\" d=\"" + path + "\"/>\n");
        double at = line.values()[best];
        if (Double.isFinite(at)) {
            page.raw("<circle class=\"" + line.kind() + "\" r=\"3.5\" cx=\"" + number(x(best)));
            page.raw("\" cy=\"" + number(y(at, axis)) + "\"><title>");
            page.text(line.name() + " " + Words.number(at) + " in epoch " + (best + 1));
            page.raw("</title></circle>\n");
        }
        double last = Double.isFinite(last(line)) ? last(line) : axis.low();
        double foot = Math.max(y(last, axis) + 4, above + LABEL);
        page.raw("<text class=\"name " + line.kind() + "\" x=\"" + (WIDTH - RIGHT + 10));
        page.raw("\" y=\"" + number(foot) + "\">").text(line.name()).raw("</text>\n");
        return foot;
    }

    private double x(int epoch) {
        double share = epochs > 1 ? (double) epoch / (epochs - 1) : 0.5;
        return LEFT + share * (WIDTH - RIGHT - LEFT);
    }

    private static double y(double value, Axis axis) {
        double share = (value - axis.low()) / (axis.high() - axis.low());
        return HEIGHT - BOTTOM - share * (HEIGHT - BOTTOM - TOP);
    }

    private static String segment(String kind, double x1, double y1, double x2, double y2) {
        return "<path class=\""
                + kind
                + "\" d=\"M"
                + number(x1)
                + " "
                + number(y1)
                + "L"
                + number(x2)
                + " "
                + number(y2)
                + "\"/>\n";
    }

    private static String anchored(String anchor, double x, double y) {
        return "<text text-anchor=\""
                + anchor
                + "\" x=\""
                + number(x)
                + "\" y=\""
                + number(y)
                + "\">";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
