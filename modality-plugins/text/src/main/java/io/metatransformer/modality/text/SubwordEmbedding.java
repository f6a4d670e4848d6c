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
        for (int i = 0; i < ids.length; i++) {
            row.position(ids[i] * W);
            for (int w = 0; w < W; w++) {
                embedded.put(row.get() + place.get());
            }
        }
        return Tensor.of(embedded.flip(), ids.length, W);
    }
}
