package io.metatransformer.modality.hyperspectral;

import io.metatransformer.sketch.Thumbnail;
import java.util.Arrays;

/**
 * Three bands of a scene as red, green and blue: long, middle and short waves, each stretched between the 2nd and
 * 98th percentile of what is drawn. Samples without a value are black.
 */
final class FalseColour {
    private static final double DARK = 0.02;
    private static final double BRIGHT = 0.98;

    private final int[] bands;
    private final int width;
    private final int height;
    private final double[][] values;

    /** Reads no more samples than are drawn, or than stand in one line. */
    FalseColour(Cube cube, int maxWidth, int maxHeight) {
        Axes axes = cube.axes();
        int B = axes.bands();
        bands = new int[] {3 * B / 4, B / 2, B / 4};
        double shrink =
                Math.max(
                        1,
                        Math.max(
                                (double) axes.samples() / maxWidth,
                                (double) axes.lines() / maxHeight));
        width = Math.max(1, (int) (axes.samples() / shrink));
        height = Math.max(1, (int) (axes.lines() / shrink));
        values = new double[3][width * height];
        for (int channel = 0; channel < 3; channel++) {
            for (int y = 0; y < height; y++) {
                line(cube, bands[channel], y, values[channel]);
            }
        }
    }

    private void line(Cube cube, int band, int y, double[] into) {
        Axes axes = cube.axes();
        int line = (int) ((long) y * axes.lines() / height);
        boolean adjacent = axes.sampleStep() == 1;
        double[] row = new double[adjacent ? axes.samples() : 1];
        if (adjacent) {
            cube.samples().read(axes.index(line, 0, band), row, row.length);
        }
        for (int x = 0; x < width; x++) {
            int sample = (int) ((long) x * axes.samples() / width);
            if (!adjacent) {
                cube.samples().read(axes.index(line, sample, band), row, 1);
            }
            double stored = row[adjacent ? sample : 0];
            into[y * width + x] =
                    cube.meaning().isMasked(stored) ? Double.NaN : cube.meaning().value(stored);
        }
    }

    /** Red, green, blue. */
    int[] bands() {
        return bands.clone();
    }

    Thumbnail thumbnail() {
        double[][] range = new double[3][];
        for (int channel = 0; channel < 3; channel++) {
            double[] sorted =
                    Arrays.stream(values[channel]).filter(Double::isFinite).sorted().toArray();
            range[channel] =
                    sorted.length == 0
                            ? new double[] {0, 1}
                            : new double[] {
                                sorted[(int) (DARK * (sorted.length - 1))],
                                sorted[(int) Math.ceil(BRIGHT * (sorted.length - 1))]
                            };
        }
        return Thumbnail.of(
                width,
                height,
                width,
                height,
                (x, y) -> {
                    int rgb = 0;
                    for (int channel = 0; channel < 3; channel++) {
                        rgb = rgb << 8 | level(values[channel][y * width + x], range[channel]);
                    }
                    return rgb;
                });
    }

    private static int level(double value, double[] range) {
        if (!Double.isFinite(value)) {
            return 0;
        }
        double span = range[1] - range[0];
        double unit = span > 0 ? (value - range[0]) / span : 0.5;
        return (int) Math.round(255 * Math.max(0, Math.min(1, unit)));
    }
}
