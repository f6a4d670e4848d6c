package io.metatransformer.head.pooling;

import io.metatransformer.api.Tensor;
import java.util.Arrays;

/** A linear map without bias, {@code [D, E]}: {@code y = x · P}, as CLIP applies it after pooling. */
public record Projection(float[] matrix, int from, int to) {

    /** @param matrix {@code [D, E]} */
    public static Projection of(Tensor matrix) {
        return new Projection(matrix.toArray(), matrix.size(0), matrix.size(1));
    }

    /** rows {@code [N, D]}, row-major; returns {@code [N, E]}. */
    public float[] apply(float[] rows) {
        int count = rows.length / from;
        float[] projected = new float[Math.multiplyExact(count, to)];
        double[] sums = new double[to];
        for (int n = 0; n < count; n++) {
            Arrays.fill(sums, 0);
            for (int d = 0; d < from; d++) {
                float x = rows[n * from + d];
                int row = d * to;
                for (int e = 0; e < to; e++) {
                    sums[e] += x * matrix[row + e];
                }
            }
            for (int e = 0; e < to; e++) {
                projected[n * to + e] = (float) sums[e];
            }
        }
        return projected;
    }
}
