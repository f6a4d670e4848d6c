package io.metatransformer.sketch;

import io.metatransformer.api.Preview;

/**
 * Channels over time, one strip below the other, each between its own least and greatest value. A strip of
 * more steps than pixels shows the range of each pixel's steps, so that no peak is lost.
 */
public final class Plot {
    private static final int MARGIN = 8;
    private static final int MAX_CHANNELS = 12;
    private static final int MAX_LABEL = 24;

    private Plot() {}

    /**
     * @param channels {@code [C][L]}; NaN is a gap. Past twelve channels the rest is named, not drawn
     * @param names of the channels, as many
     */
    public static Preview lines(float[][] channels, String[] names, String caption) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        int shown = Math.min(channels.length, MAX_CHANNELS);
        double strip = (double) (Svg.HEIGHT - 2 * MARGIN) / Math.max(1, shown);
        for (int c = 0; c < shown; c++) {
            double top = MARGIN + c * strip;
            draw(svg, channels[c], top + 2, top + strip - 2, Ink.series(c).hex());
            label(svg, names[c], top + Math.min(10, strip - 2));
        }
        if (shown < channels.length) {
            label(svg, "and " + (channels.length - shown) + " more channels", Svg.HEIGHT - 2.0);
        }
        return svg.toPreview(caption);
    }

    private static void label(Svg svg, String name, double y) {
        String cut = name.length() <= MAX_LABEL ? name : name.substring(0, MAX_LABEL - 1) + "…";
        svg.text(MARGIN, y, 9, Ink.QUIET.hex(), cut);
    }

    /** One channel between two heights, over the whole width of the sheet but for a margin. */
    public static void draw(Svg svg, float[] values, double top, double bottom, String colour) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (float value : values) {
            if (Float.isFinite(value)) {
                low = Math.min(low, value);
                high = Math.max(high, value);
            }
        }
        if (low > high) {
            return; // nothing but gaps
        }
        int columns = Math.min(values.length, svg.width() - 2 * MARGIN);
        double[] xs = new double[2 * columns];
        double[] ys = new double[2 * columns];
        double span = high > low ? high - low : 1;
        double middle = high > low ? 0 : 0.5;
        for (int i = 0; i < columns; i++) {
            int from = (int) ((long) i * values.length / columns);
            int to = Math.max(from + 1, (int) ((long) (i + 1) * values.length / columns));
            double least = Double.NaN;
            double greatest = Double.NaN;
            for (int k = from; k < to; k++) {
                if (Float.isFinite(values[k])) {
                    least = Double.isNaN(least) ? values[k] : Math.min(least, values[k]);
                    greatest = Double.isNaN(greatest) ? values[k] : Math.max(greatest, values[k]);
                }
            }
            double x = MARGIN + (i + 0.5) * (svg.width() - 2.0 * MARGIN) / columns;
            xs[2 * i] = x;
            xs[2 * i + 1] = x;
            ys[2 * i] = bottom - ((least - low) / span + middle) * (bottom - top);
            ys[2 * i + 1] = bottom - ((greatest - low) / span + middle) * (bottom - top);
        }
        svg.polyline(xs, ys, colour, 1);
    }
}
