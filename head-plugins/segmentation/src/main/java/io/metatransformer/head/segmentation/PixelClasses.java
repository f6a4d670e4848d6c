package io.metatransformer.head.segmentation;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * A map of class scores {@code [h, w, K]}, enlarged to the pixels of the user's picture: each pixel has the
 * class of the largest score, linear between the centres of cells and flat beyond the outermost.
 */
final class PixelClasses {
    private final float[] scores;
    private final int w;
    private final int K;
    private final Axis down;
    private final Axis across;
    private final int[] best;

    /**
     * @param scores {@code [h, w, K]} over the part of the picture that the tokens cover
     */
    PixelClasses(String owner, GridFrame frame, float[] scores, int h, int w, int K) {
        this.scores = scores;
        this.w = w;
        this.K = K;
        this.down = new Axis(frame.height(), frame.top(), frame.coveredHeight(), frame.rows(), h);
        this.across =
                new Axis(frame.width(), frame.left(), frame.coveredWidth(), frame.columns(), w);
        this.best = new int[h * w];
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE_OUTPUT, owner + ": a score is not finite");
            }
        }
        for (int cell = 0; cell < best.length; cell++) {
            best[cell] = largest(scores, cell * K);
        }
    }

    /** How the pixels of one side lie between the cells of the map. */
    private static final class Axis {
        private final int[] lower;
        private final float[] share; // of the cell after it
        private final boolean[] seen;
        private final int cells;

        Axis(int pixels, double from, double covered, int tokens, int cells) {
            this.lower = new int[pixels];
            this.share = new float[pixels];
            this.seen = new boolean[pixels];
            this.cells = cells;
            double slack = covered / tokens / 2; // what a cut to whole patches may leave over
            for (int p = 0; p < pixels; p++) {
                double centre = p + 0.5 - from;
                double place = Math.max(0, Math.min(cells - 1, centre / covered * cells - 0.5));
                lower[p] = (int) place;
                share[p] = (float) (place - lower[p]);
                seen[p] = centre >= -slack && centre <= covered + slack;
            }
        }

        int upper(int pixel) {
            return Math.min(lower[pixel] + 1, cells - 1);
        }
    }

    /**
     * Class indices {@code [height, width]}.
     *
     * @param everywhere whether pixels that no token covers get the class of the nearest one, rather than
     *     {@link Target#IGNORED}
     */
    Tensor classes(boolean everywhere) {
        int height = down.lower.length;
        int width = across.lower.length;
        FloatBuffer classes = Tensor.allocate(height * width);
        float[] blended = new float[K];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean answered = everywhere || down.seen[y] && across.seen[x];
                classes.put(answered ? classAt(y, x, blended) : Target.IGNORED);
            }
        }
        return Tensor.of(classes.flip(), height, width);
    }

    private int classAt(int y, int x, float[] blended) {
        int top = down.lower[y] * w;
        int bottom = down.upper(y) * w;
        int left = across.lower[x];
        int right = across.upper(x);
        int corner = best[top + left];
        if (corner == best[top + right]
                && corner == best[bottom + left]
                && corner == best[bottom + right]) {
            return corner; // largest in all four, it is so between them
        }
        blend(y, x, blended);
        return largest(blended, 0);
    }

    /** Scores {@code [K]} of one pixel. */
    void blend(int y, int x, float[] blended) {
        int topLeft = (down.lower[y] * w + across.lower[x]) * K;
        int topRight = (down.lower[y] * w + across.upper(x)) * K;
        int bottomLeft = (down.upper(y) * w + across.lower[x]) * K;
        int bottomRight = (down.upper(y) * w + across.upper(x)) * K;
        float right = across.share[x];
        float left = 1 - right;
        float low = down.share[y];
        float high = 1 - low;
        for (int k = 0; k < K; k++) {
            blended[k] =
                    high * (left * scores[topLeft + k] + right * scores[topRight + k])
                            + low
                                    * (left * scores[bottomLeft + k]
                                            + right * scores[bottomRight + k]);
        }
    }

    /** The first of the largest. */
    private int largest(float[] values, int from) {
        int largest = 0;
        for (int k = 1; k < K; k++) {
            if (values[from + k] > values[from + largest]) {
                largest = k;
            }
        }
        return largest;
    }
}
