package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * Points with features, at one stage of embedding.
 *
 * @param xyz {@code [N, 3]}
 * @param features {@code [N, channels]}
 */
record Level(float[] xyz, float[] features, int channels) {

    int points() {
        return xyz.length / 3;
    }

    /** {@code [N, 3 + channels]}: where each point is, then its features. */
    Tensor rows() {
        FloatBuffer rows = Tensor.allocate(Math.multiplyExact(points(), 3 + channels));
        for (int n = 0; n < points(); n++) {
            rows.put(xyz, 3 * n, 3).put(features, channels * n, channels);
        }
        return Tensor.of(rows.flip(), points(), 3 + channels);
    }
}
