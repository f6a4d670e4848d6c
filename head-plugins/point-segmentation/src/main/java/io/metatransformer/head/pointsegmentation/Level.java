package io.metatransformer.head.pointsegmentation;

import java.util.stream.IntStream;

/**
 * The level between tokens and points, taken apart.
 *
 * @param xyz {@code [L, 3]}
 * @param features {@code [L, W]}
 */
record Level(float[] xyz, float[] features) {

    static Level of(CloudFeatures cloud) {
        int[] all = IntStream.range(0, cloud.level().size(0)).toArray();
        return new Level(
                CloudFeatures.columns(cloud.level(), all, 0, 3),
                CloudFeatures.columns(cloud.level(), all, 3, cloud.level().size(1)));
    }
}
