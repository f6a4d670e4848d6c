package io.metatransformer.modality.pointcloud;

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
}
