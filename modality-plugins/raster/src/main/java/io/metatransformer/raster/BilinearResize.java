package io.metatransformer.raster;

import io.metatransformer.raster.Resize.Region;

/**
 * Bilinear resizing of 8-bit pictures in the manner of OpenCV's fixed-point code, bit for bit: the two
 * nearest samples per axis count, even when the picture shrinks, so that it may alias.
 */
public final class BilinearResize {
    private static final int ONE = 2048;

    private BilinearResize() {}

    /** {@code source} in another size; a copy if the sizes are equal. */
    public static Image8 apply(Rows8 source, int width, int height) {
        return apply(source, width, height, new Region(0, 0, width, height));
    }

    /** Only a part of {@code source} in another size. */
    public static Image8 apply(Rows8 source, int toWidth, int toHeight, Region part) {
        int channels = source.channels();
        int width = part.width();
        int height = part.height();
        int stride = width * channels;
        Axis columns =
                Axis.of(source.width(), toWidth, part.left(), width).endsAtEdges(source.width());
        Axis rows = Axis.of(source.height(), toHeight, part.top(), height);
        int last = source.height() - 1;
        byte[] samples = new byte[Math.multiplyExact(stride, height)];
        int[] row = new int[source.width() * channels];
        int[][] held = {new int[stride], new int[stride]};
        int[] heldRow = {-1, -1};
        for (int y = 0; y < height; y++) {
            int upper = Math.max(0, Math.min(last, rows.first[y]));
            int lower = Math.max(0, Math.min(last, rows.first[y] + 1));
            int[] h0 = narrow(source, upper, row, columns, held, heldRow);
            int[] h1 = narrow(source, lower, row, columns, held, heldRow);
            int b0 = rows.weight0[y];
            int b1 = rows.weight1[y];
            for (int i = 0; i < stride; i++) {
                int sum = (b0 * (h0[i] >> 4) >> 16) + (b1 * (h1[i] >> 4) >> 16) + 2 >> 2;
                samples[y * stride + i] = (byte) Math.max(0, Math.min(255, sum));
            }
        }
        return new Image8(width, height, channels, samples);
    }

    /** Row {@code y} in its new width; rows are asked for in rising order, so two are kept. */
    private static int[] narrow(
            Rows8 source, int y, int[] row, Axis columns, int[][] held, int[] heldRow) {
        int slot = y & 1;
        if (heldRow[slot] != y) {
            heldRow[slot] = y;
            source.row(y, row);
            int channels = source.channels();
            for (int n = 0, to = 0; n < columns.first.length; n++) {
                int k = columns.first[n] * channels;
                int right = columns.weight1[n] == 0 ? 0 : channels;
                for (int c = 0; c < channels; c++) {
                    held[slot][to++] =
                            row[k + c] * columns.weight0[n]
                                    + row[k + right + c] * columns.weight1[n];
                }
            }
        }
        return held[slot];
    }

    /** The left of the two old samples of each new one, and the weights of both in units of 1/2048. */
    private record Axis(int[] first, int[] weight0, int[] weight1) {

        static Axis of(int nIn, int nOut, int from, int count) {
            Axis axis = new Axis(new int[count], new int[count], new int[count]);
            double s = 1 / ((double) nOut / nIn);
            for (int n = 0; n < count; n++) {
                float f = (float) ((from + n + 0.5) * s - 0.5);
                int k = (int) Math.floor(f);
                axis.set(n, k, f - k);
            }
            return axis;
        }

        private void set(int n, int k, float f) {
            first[n] = k;
            weight0[n] = (int) Math.rint((1 - f) * ONE);
            weight1[n] = (int) Math.rint(f * ONE);
        }

        /** Outside the picture the edge counts alone. */
        Axis endsAtEdges(int nIn) {
            for (int n = 0; n < first.length; n++) {
                if (first[n] < 0) {
                    set(n, 0, 0);
                } else if (first[n] >= nIn - 1) {
                    set(n, nIn - 1, 0);
                }
            }
            return this;
        }
    }
}
