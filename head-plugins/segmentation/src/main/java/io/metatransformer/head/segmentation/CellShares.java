package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Which share of each cell of a map the pixels of each class take: what the cell should answer. Cells that
 * are unknown in part, or lie beyond the picture in part, have shares that sum to less than 1.
 */
final class CellShares {
    private final int cells;
    private final int K;
    private final int[] end; // of each cell's entries
    private final int[] classes;
    private final float[] shares;

    private CellShares(int cells, int K, int[] end, int[] classes, float[] shares) {
        this.cells = cells;
        this.K = K;
        this.end = end;
        this.classes = classes;
        this.shares = shares;
    }

    /**
     * @param mask {@code [height, width]} of the frame's picture
     * @param index of this head for each class of the mask
     * @param h rows of the map that lies upon what the tokens cover
     * @param w columns of it
     */
    static CellShares of(Tensor mask, int[] index, int K, GridFrame frame, int h, int w) {
        if (mask.size(0) != frame.height() || mask.size(1) != frame.width()) {
            throw new MetaTransformerException(
                    ErrorCode.SCHEMA_MISMATCH,
                    "a mask has the sides of its picture, "
                            + frame.width()
                            + " x "
                            + frame.height()
                            + ", got "
                            + mask.size(1)
                            + " x "
                            + mask.size(0));
        }
        Overlap down = new Overlap(frame.height(), frame.top(), frame.coveredHeight(), h);
        Overlap across = new Overlap(frame.width(), frame.left(), frame.coveredWidth(), w);
        float[] dense = new float[h * w * K];
        FloatBuffer classes = mask.data();
        for (int y = 0; y < frame.height(); y++) {
            for (int r = down.first[y]; r <= down.last[y]; r++) {
                float tall = down.share(y, r);
                for (int x = 0; x < frame.width(); x++) {
                    int each = (int) classes.get(y * frame.width() + x);
                    if (each == Target.IGNORED) {
                        continue;
                    }
                    for (int c = across.first[x]; c <= across.last[x]; c++) {
                        dense[(r * w + c) * K + index[each]] += tall * across.share(x, c);
                    }
                }
            }
        }
        return sparse(dense, h * w, K);
    }

    /** How the pixels of one side lie upon the cells. */
    private static final class Overlap {
        private final double from;
        private final double size;
        private final int[] first;
        private final int[] last; // before the first where there is none

        Overlap(int pixels, double from, double covered, int cells) {
            this.from = from;
            this.size = covered / cells;
            this.first = new int[pixels];
            this.last = new int[pixels];
            for (int p = 0; p < pixels; p++) {
                first[p] = (int) Math.max(0, Math.floor((p - from) / size));
                last[p] = (int) Math.min(cells - 1, Math.ceil((p + 1 - from) / size) - 1);
            }
        }

        /** Of a cell's side. */
        float share(int pixel, int cell) {
            double low = Math.max(pixel, from + cell * size);
            double high = Math.min(pixel + 1, from + (cell + 1) * size);
            return (float) (Math.max(0, high - low) / size);
        }
    }

    private static CellShares sparse(float[] dense, int cells, int K) {
        int count = 0;
        for (float share : dense) {
            count += share > 0 ? 1 : 0;
        }
        int[] end = new int[cells];
        int[] classes = new int[count];
        float[] shares = new float[count];
        int next = 0;
        for (int i = 0; i < dense.length; i++) {
            if (dense[i] > 0) {
                classes[next] = i % K;
                shares[next++] = dense[i];
            }
            end[i / K] = next;
        }
        return new CellShares(cells, K, end, classes, shares);
    }

    /**
     * Writes {@code [cells, K]}: shares times the weights of their classes.
     *
     * @param smoothing share of each that is spread over all classes
     */
    void write(FloatBuffer targets, float[] classWeights, float smoothing) {
        float[] row = new float[K];
        for (int cell = 0, next = 0; cell < cells; cell++) {
            Arrays.fill(row, 0);
            float known = 0;
            for (; next < end[cell]; next++) {
                float counted = shares[next] * classWeights[classes[next]];
                row[classes[next]] += counted * (1 - smoothing);
                known += counted;
            }
            for (int k = 0; k < K; k++) {
                targets.put(row[k] + known * smoothing / K);
            }
        }
    }
}
