package io.metatransformer.head.detection;

import io.metatransformer.api.Tensor;

/**
 * One level of a pyramid.
 *
 * @param values {@code [rows, cols, channels]}, row-major
 */
record FeatureMap(int rows, int cols, int channels, float[] values) {

    /**
     * @param tensor {@code [1, rows, cols, channels]}
     */
    static FeatureMap of(Tensor tensor) {
        return new FeatureMap(tensor.size(1), tensor.size(2), tensor.size(3), tensor.toArray());
    }

    /** As large, all zero. */
    FeatureMap zeros() {
        return new FeatureMap(rows, cols, channels, new float[values.length]);
    }
}
