package io.metatransformer.head.pointsegmentation;

import io.metatransformer.api.Tensor;
import java.util.Arrays;

/** What stands for the whole of one cloud, gathered from features of its points as they come. */
final class Globals {
    private final boolean mean;
    private final float[] classToken;
    private final float[] greatest;
    private final double[] sum;

    /**
     * @param mean whether the mean of all points is told, too
     */
    Globals(boolean mean, float[] classToken, int D) {
        this.mean = mean;
        this.classToken = classToken;
        this.greatest = new float[D];
        this.sum = new double[D];
        Arrays.fill(greatest, Float.NEGATIVE_INFINITY);
    }

    /**
     * @param features {@code [some, D]}
     */
    void add(Tensor features) {
        float[] values = features.toArray();
        int D = greatest.length;
        for (int i = 0; i < values.length; i += D) {
            for (int d = 0; d < D; d++) {
                greatest[d] = Math.max(greatest[d], values[i + d]);
                sum[d] += values[i + d];
            }
        }
    }

    /**
     * {@code [1, 2 D]} or {@code [1, 3 D]}: the class token, the greatest, the mean.
     *
     * @param count of the points that were added
     */
    Tensor row(int count) {
        int D = greatest.length;
        float[] row = Arrays.copyOf(classToken, (mean ? 3 : 2) * D);
        System.arraycopy(greatest, 0, row, D, D);
        for (int d = 0; mean && d < D; d++) {
            row[2 * D + d] = (float) (sum[d] / count);
        }
        return Tensor.of(row, 1, row.length);
    }
}
