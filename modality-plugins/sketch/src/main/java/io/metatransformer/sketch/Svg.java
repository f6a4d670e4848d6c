package io.metatransformer.sketch;

import io.metatransformer.api.Preview;
import java.util.Base64;
import java.util.Locale;

/**
 * A drawing that grows shape by shape; x to the right, y down, in px from the top left. Coordinates that
 * are not finite leave their shape out. Used by one thread.
 */
public final class Svg {

    /** A usual size. */
    public static final int WIDTH = 360;

    public static final int HEIGHT = 220;

    private static final int MAX_TEXT = 120;

    private final StringBuilder shapes = new StringBuilder(1 << 12);
    private final int width;
    private final int height;

    /** An empty sheet of {@link Ink#PAPER}. */
    public Svg(int width, int height) {
        this.width = width;
        this.height = height;
        rect(0, 0, width, height, Ink.PAPER.hex());
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /**
     * @param colour {@code #rrggbb}; {@link Ink#hex} gives some
     */
    public Svg line(double x1, double y1, double x2, double y2, String colour, double thickness) {
        if (finite(x1, y1, x2, y2)) {
            shapes.append("<line x1=\"").append(px(x1)).append("\" y1=\"").append(px(y1));
            shapes.append("\" x2=\"").append(px(x2)).append("\" y2=\"").append(px(y2));
            stroke(colour, thickness).append("\"/>");
        }
        return this;
    }

    /** Joins the points in order; a point that is not finite leaves a gap. */
    public Svg polyline(double[] xs, double[] ys, String colour, double thickness) {
        StringBuilder path = new StringBuilder();
        boolean down = false;
        for (int i = 0; i < xs.length; i++) {
            boolean there = finite(xs[i], ys[i]);
            if (there) {
                path.append(down ? 'L' : 'M').append(px(xs[i])).append(' ').append(px(ys[i]));
            }
            down = there;
        }
        if (path.length() > 0) {
            shapes.append("<path d=\"").append(path).append("\" fill=\"none");
            stroke(colour, thickness);
            shapes.append("\" stroke-linejoin=\"round\" stroke-linecap=\"round\"/>");
        }
        return this;
    }

    public Svg circle(double x, double y, double radius, String fill) {
        if (finite(x, y, radius)) {
            shapes.append("<circle cx=\"").append(px(x)).append("\" cy=\"").append(px(y));
            shapes.append("\" r=\"").append(px(radius)).append("\" fill=\"").append(fill);
            shapes.append("\"/>");
        }
        return this;
    }

    public Svg rect(double x, double y, double w, double h, String fill) {
        if (finite(x, y, w, h)) {
            place("rect", x, y, w, h);
            shapes.append("\" fill=\"").append(fill).append("\"/>");
        }
        return this;
    }

    /**
     * One line of text, of anybody's: it is escaped, control characters become blanks, and what is longer
     * than 120 characters ends in an ellipsis.
     *
     * @param y of the line's foot
     */
    public Svg text(double x, double y, double size, String fill, String text) {
        if (finite(x, y, size)) {
            shapes.append("<text x=\"").append(px(x)).append("\" y=\"").append(px(y));
            shapes.append("\" font-family=\"system-ui, sans-serif\" font-size=\"");
            shapes.append(px(size)).append("\" fill=\"").append(fill);
            shapes.append("\" xml:space=\"preserve\">");
            escape(text);
            shapes.append("</text>");
        }
        return this;
    }

    /** Puts a PNG file, whole, into a box without smoothing its pixels. */
    public Svg picture(double x, double y, double w, double h, byte[] png) {
        place("image", x, y, w, h);
        shapes.append("\" preserveAspectRatio=\"none\" style=\"image-rendering:pixelated\"");
        shapes.append(" href=\"data:image/png;base64,");
        shapes.append(Base64.getEncoder().encodeToString(png)).append("\"/>");
        return this;
    }

    /**
     * The drawing so far.
     *
     * @param caption one line of plain text; what breaks a line becomes a blank
     */
    public Preview toPreview(String caption) {
        String document =
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\""
                        + width
                        + "\" height=\""
                        + height
                        + "\" viewBox=\"0 0 "
                        + width
                        + " "
                        + height
                        + "\">"
                        + shapes
                        + "</svg>";
        return Preview.svg(document, caption.replaceAll("\\R", " "));
    }

    private void place(String shape, double x, double y, double w, double h) {
        shapes.append('<').append(shape).append(" x=\"").append(px(x)).append("\" y=\"");
        shapes.append(px(y)).append("\" width=\"").append(px(Math.max(w, 0)));
        shapes.append("\" height=\"").append(px(Math.max(h, 0)));
    }

    private StringBuilder stroke(String colour, double thickness) {
        return shapes.append("\" stroke=\"")
                .append(colour)
                .append("\" stroke-width=\"")
                .append(px(thickness));
    }

    private void escape(String text) {
        int end = Math.min(text.length(), text.offsetByCodePoints(0, codePoints(text)));
        text.substring(0, end).codePoints().forEach(this::escape);
        if (end < text.length()) {
            shapes.append('…');
        }
    }

    private static int codePoints(String text) {
        return Math.min(text.codePointCount(0, text.length()), MAX_TEXT);
    }

    private void escape(int c) {
        switch (c) {
            case '&' -> shapes.append("&amp;");
            case '<' -> shapes.append("&lt;");
            case '>' -> shapes.append("&gt;");
            case '"' -> shapes.append("&quot;");
            default -> shapes.appendCodePoint(isXml(c) ? c : ' ');
        }
    }

    /** XML 1.0, production 2, without its three line characters and the C1 controls. */
    private static boolean isXml(int c) {
        return c >= 0x20 && c < 0x7f
                || c >= 0xa0 && c <= 0xd7ff
                || c >= 0xe000 && c <= 0xfffd
                || c >= 0x10000;
    }

    private static boolean finite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
        }
        return true;
    }

    /** Tenths of a pixel: finer would be longer and look the same. */
    private static String px(double value) {
        double tenths = Math.rint(Math.max(-1e6, Math.min(1e6, value)) * 10) / 10;
        return tenths == Math.rint(tenths)
                ? Long.toString((long) tenths)
                : String.format(Locale.ROOT, "%.1f", tenths);
    }
}
