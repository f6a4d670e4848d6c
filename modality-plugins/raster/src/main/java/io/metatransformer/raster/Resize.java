package io.metatransformer.raster;

import java.util.Arrays;

/**
 * Resizing in the manner of Pillow: separable, columns first, with a support that grows with the scale. Only
 * the wanted part of the new picture is computed.
 *
 * @param width of the whole new picture
 * @param height of the whole new picture
 * @param part the part of it that is wanted
 */
public record Resize(int width, int height, Filter filter, Region part) {

    /** Half of the weights' unit, 2^22: what rounds to nearest. */
    private static final int HALF = 1 << 21;

    /** Rows and columns of the new picture, inside it. */
    public record Region(int left, int top, int width, int height) {}

    public Resize {
        if (part.left() < 0
                || part.top() < 0
                || part.width() < 1
                || part.height() < 1
                || part.left() > width - part.width()
                || part.top() > height - part.height()) {
            throw new IllegalArgumentException(part + " of " + width + " x " + height);
        }
    }

    /** The whole new picture. */
    public static Resize to(int width, int height, Filter filter) {
        return new Resize(width, height, filter, new Region(0, 0, width, height));
    }

    /** Only a part of the new picture. */
    public Resize only(Region wanted) {
        return new Resize(width, height, filter, wanted);
    }

    private Taps columns(int nIn) {
        return Taps.of(nIn, width, filter, part.left(), part.width());
    }

    private Taps rows(int nIn) {
        return Taps.of(nIn, height, filter, part.top(), part.height());
    }

    /** 8-bit samples in fixed-point arithmetic, bit for bit as Pillow 9.4 computes them. */
    public Image8 apply(Rows8 source) {
        Taps columns = columns(source.width());
        Taps rows = rows(source.height());
        int channels = source.channels();
        int stride = part.width() * channels;
        int low = rows.low();
        byte[][] narrow = new byte[rows.high() - low][];
        int[][] across = columns.fixed();
        int[] row = new int[source.width() * channels];
        for (int y = 0; y < narrow.length; y++) {
            source.row(low + y, row);
            narrow[y] = new byte[stride];
            if (channels == 3) {
                shrinkRgb(row, columns.first(), across, narrow[y]);
            } else {
                shrinkGray(row, columns.first(), across, narrow[y]);
            }
        }
        int[][] down = rows.fixed();
        byte[] samples = new byte[part.height() * stride];
        int[] sums = new int[stride];
        for (int y = 0; y < part.height(); y++) {
            Arrays.fill(sums, HALF);
            for (int j = 0; j < down[y].length; j++) {
                add(sums, down[y][j], narrow[rows.first()[y] - low + j]);
            }
            for (int i = 0; i < stride; i++) {
                samples[y * stride + i] = clamp(sums[i]);
            }
        }
        return new Image8(part.width(), part.height(), channels, samples);
    }

    private static void shrinkGray(int[] row, int[] first, int[][] weights, byte[] into) {
        for (int n = 0; n < first.length; n++) {
            int[] w = weights[n];
            int at = first[n];
            int sum = HALF;
            for (int j = 0; j < w.length; j++) {
                sum += w[j] * row[at + j];
            }
            into[n] = clamp(sum);
        }
    }

    private static void shrinkRgb(int[] row, int[] first, int[][] weights, byte[] into) {
        for (int n = 0; n < first.length; n++) {
            int[] w = weights[n];
            int r = HALF;
            int g = HALF;
            int b = HALF;
            for (int j = 0, at = 3 * first[n]; j < w.length; j++, at += 3) {
                r += w[j] * row[at];
                g += w[j] * row[at + 1];
                b += w[j] * row[at + 2];
            }
            into[3 * n] = clamp(r);
            into[3 * n + 1] = clamp(g);
            into[3 * n + 2] = clamp(b);
        }
    }

    private static void add(int[] sums, int weight, byte[] row) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] += weight * (row[i] & 0xFF);
        }
    }

    private static byte clamp(int sum) {
        return (byte) Math.max(0, Math.min(255, sum >> 22));
    }

    /**
     * Floating-point samples: sums in double, each pass stored as float32, nothing clamped.
     *
     * @param plane {@code [H, W]}, row-major
     * @return the wanted part, row-major
     */
    public float[] apply(float[] plane, int W, int H) {
        Taps columns = columns(W);
        Taps rows = rows(H);
        int low = rows.low();
        int stride = part.width();
        float[] narrow = new float[Math.multiplyExact(rows.high() - low, stride)];
        for (int y = 0; y < narrow.length / stride; y++) {
            for (int n = 0; n < stride; n++) {
                double[] w = columns.weights()[n];
                int at = (low + y) * W + columns.first()[n];
                double sum = 0;
                for (int j = 0; j < w.length; j++) {
                    sum += w[j] * plane[at + j];
                }
                narrow[y * stride + n] = (float) sum;
            }
        }
        float[] out = new float[part.height() * stride];
        double[] sums = new double[stride];
        for (int y = 0; y < part.height(); y++) {
            Arrays.fill(sums, 0);
            double[] w = rows.weights()[y];
            for (int j = 0; j < w.length; j++) {
                int at = (rows.first()[y] - low + j) * stride;
                for (int i = 0; i < stride; i++) {
                    sums[i] += w[j] * narrow[at + i];
                }
            }
            for (int i = 0; i < stride; i++) {
                out[y * stride + i] = (float) sums[i];
            }
        }
        return out;
    }
}
