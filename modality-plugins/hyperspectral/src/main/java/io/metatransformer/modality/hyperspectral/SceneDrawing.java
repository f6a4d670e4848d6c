package io.metatransformer.modality.hyperspectral;

import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Ink;
import io.metatransformer.sketch.Svg;
import io.metatransformer.sketch.Thumbnail;
import java.util.Locale;

/** A scene for a person: in false colours with the pixel marked, beside it the mean spectrum and the pixel's. */
final class SceneDrawing {
    private static final int MARGIN = 8;
    private static final int HALF = Svg.WIDTH / 2 - MARGIN;
    private static final int TALL = Svg.HEIGHT - 2 * MARGIN;
    private static final int FOOT = 14;

    private SceneDrawing() {}

    static Preview of(Cube cube, BandRange range, Pixel pixel) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        FalseColour colours = new FalseColour(cube, HALF - MARGIN, TALL);
        picture(svg, colours.thumbnail(), cube.axes(), pixel);
        spectra(svg, cube, range, pixel);
        Axes axes = cube.axes();
        int[] rgb = colours.bands();
        return svg.toPreview(
                String.format(
                        Locale.ROOT,
                        "%d × %d px, %d bands; red, green, blue are bands %d, %d, %d; mean spectrum (blue)"
                                + " and that of row %d, column %d",
                        axes.samples(),
                        axes.lines(),
                        axes.bands(),
                        rgb[0],
                        rgb[1],
                        rgb[2],
                        pixel.row(),
                        pixel.column()));
    }

    private static void picture(Svg svg, Thumbnail thumbnail, Axes axes, Pixel pixel) {
        double scale =
                Math.min((double) (HALF - MARGIN) / axes.samples(), (double) TALL / axes.lines());
        double w = scale * axes.samples();
        double h = scale * axes.lines();
        double left = MARGIN;
        double top = MARGIN + (TALL - h) / 2;
        svg.picture(left, top, w, h, thumbnail.png());
        double side = Math.max(6, scale);
        double x = left + (pixel.column() + 0.5) * scale - side / 2;
        double y = top + (pixel.row() + 0.5) * scale - side / 2;
        double[] xs = {x, x + side, x + side, x, x};
        double[] ys = {y, y, y + side, y + side, y};
        svg.polyline(xs, ys, Ink.PAPER.hex(), 3);
        svg.polyline(xs, ys, Ink.VERMILION.hex(), 1.5);
    }

    private static void spectra(Svg svg, Cube cube, BandRange range, Pixel pixel) {
        int B = cube.axes().bands();
        double[] own = new double[B];
        double[] one = new double[1];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int band = 0; band < B; band++) {
            long index = cube.axes().index(pixel.row(), pixel.column(), band);
            cube.samples().read(index, one, 1);
            own[band] = cube.meaning().isMasked(one[0]) ? Double.NaN : cube.meaning().value(one[0]);
            for (double value : new double[] {own[band], range.mean()[band]}) {
                if (Double.isFinite(value)) {
                    low = Math.min(low, value);
                    high = Math.max(high, value);
                }
            }
        }
        double left = Svg.WIDTH / 2.0;
        double bottom = Svg.HEIGHT - MARGIN - FOOT;
        svg.line(left, bottom, Svg.WIDTH - MARGIN, bottom, Ink.RULE.hex(), 1);
        curve(svg, range.mean(), low, high, left, bottom, Ink.BLUE);
        curve(svg, own, low, high, left, bottom, Ink.VERMILION);
        double[] nm = cube.meaning().wavelengths();
        String from = nm.length == 0 ? "band 0" : text(nm[0]);
        String to = nm.length == 0 ? "band " + (B - 1) : text(nm[B - 1]);
        svg.text(left, Svg.HEIGHT - MARGIN, 9, Ink.QUIET.hex(), from);
        svg.text(
                Svg.WIDTH - MARGIN - 5.2 * to.length(),
                Svg.HEIGHT - MARGIN,
                9,
                Ink.QUIET.hex(),
                to);
    }

    private static void curve(
            Svg svg,
            double[] values,
            double low,
            double high,
            double left,
            double bottom,
            Ink ink) {
        int B = values.length;
        double span = high > low ? high - low : 1;
        double[] xs = new double[B];
        double[] ys = new double[B];
        for (int band = 0; band < B; band++) {
            double along = B == 1 ? 0.5 : (double) band / (B - 1);
            xs[band] = left + along * (Svg.WIDTH - MARGIN - left);
            ys[band] = bottom - (values[band] - low) / span * (bottom - MARGIN);
        }
        svg.polyline(xs, ys, ink.hex(), 1.2);
    }

    private static String text(double number) {
        return number == Math.rint(number)
                ? String.valueOf((long) number)
                : String.format(Locale.ROOT, "%.1f", number);
    }
}
