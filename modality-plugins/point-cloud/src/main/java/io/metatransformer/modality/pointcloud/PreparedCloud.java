package io.metatransformer.modality.pointcloud;

import io.metatransformer.api.Origin;

/**
 * What is embedded: n points.
 *
 * @param xyz {@code [n, 3]}, normalised
 * @param features {@code [n, channels]}
 * @param points index of each in the file
 * @param origin how the user's coordinates come back
 */
record PreparedCloud(float[] xyz, float[] features, int[] points, Origin origin) {}
