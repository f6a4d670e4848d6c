package io.metatransformer.modality.text;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.nio.FloatBuffer;

/** A row per id plus a row per place. */
final class SubwordEmbedding {
    private final Tensor rows;
    private final Tensor places;

    SubwordEmbedding(Weights weights) {
        this.rows = weights.get(TextWeights.TOKENS);
        this.places = weights.get(TextWeights.PLACES);
    }

    int width() {
        return rows.size(1);
    }

    /** ids {@code [n]}, as many as there are places at most, to {@code [n, W]}. */
    Tensor of(int[] ids) {
        int W = width();
        FloatBuffer embedded = Tensor.allocate(ids.length * W);
        FloatBuffer row = rows.data();
        FloatBuffer place = places.data();
        float[] sum = new float[W];
        float[] other = new float[W];
        for (int id : ids) {
            row.position(id * W).get(sum);
            place.get(other);
            for (int w = 0; w < W; w++) {
                sum[w] += other[w];
            }
            embedded.put(sum);
        }
        return Tensor.of(embedded.flip(), ids.length, W);
    }
}
