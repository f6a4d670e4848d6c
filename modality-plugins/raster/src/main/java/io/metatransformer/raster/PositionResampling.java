package io.metatransformer.raster;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** How learned positions are brought to a grid that they were not trained on. */
public enum PositionResampling {
    /** Keys' cubic with a = -0.75, edges repeated, not anti-aliased: PyTorch's bicubic. */
    BICUBIC {
        @Override
        Taps taps(int n0, int n1) {
            int[] first = new int[n1];
            double[][] weights = new double[n1][];
            for (int i = 0; i < n1; i++) {
                double q = (i + 0.5) * n0 / n1 - 0.5;
                int k = (int) Math.floor(q);
                double t = q - k;
                double[] keys = {cubic(1 + t), cubic(t), cubic(1 - t), cubic(2 - t)};
                first[i] = Math.max(0, k - 1);
                weights[i] = new double[Math.min(n0 - 1, k + 2) - first[i] + 1];
                for (int j = 0; j < keys.length; j++) {
                    int at = Math.max(0, Math.min(n0 - 1, k - 1 + j));
                    weights[i][at - first[i]] += keys[j];
                }
            }
            return new Taps(first, weights);
        }
    },
    /** Between the two nearest, not anti-aliased: older timm loaders. */
    BILINEAR {
        @Override
        Taps taps(int n0, int n1) {
            int[] first = new int[n1];
            double[][] weights = new double[n1][];
            for (int i = 0; i < n1; i++) {
                double q = Math.max(0, (i + 0.5) * n0 / n1 - 0.5);
                int k = (int) Math.floor(q);
                double t = q - k;
                first[i] = k;
                weights[i] = k + 1 < n0 ? new double[] {1 - t, t} : new double[] {1};
            }
            return new Taps(first, weights);
        }
    },
    /** As pictures are resized in the manner of Pillow, with a = -0.5: newer timm loaders. */
    BICUBIC_ANTIALIAS {
        @Override
        Taps taps(int n0, int n1) {
            return Taps.of(n0, n1, Filter.BICUBIC, 0, n1);
        }
    };

    /** What makes up each of {@code n1} new positions along one axis of {@code n0}. */
    abstract Taps taps(int n0, int n1);

    private static double cubic(double d) {
        double a = -0.75;
        return d <= 1
                ? ((a + 2) * d - (a + 3)) * d * d + 1
                : ((a * d - 5 * a) * d + 8 * a) * d - 4 * a;
    }

    /** As options write it: {@code bicubic}, {@code bilinear}, {@code bicubic-antialias}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** All words. */
    public static List<String> words() {
        return Arrays.stream(values()).map(PositionResampling::word).toList();
    }

    /** The one of this word, which is one of {@link #words}. */
    public static PositionResampling of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
