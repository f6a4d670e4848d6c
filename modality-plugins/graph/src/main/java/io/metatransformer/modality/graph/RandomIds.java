package io.metatransformer.modality.graph;

import io.metatransformer.api.SplitMix64;

/** Vectors of uniform numbers in [0, 1), scaled to length 1, identify nodes. */
final class RandomIds {
    /** By which each draw of {@link SplitMix64} moves its state on. */
    private static final long STEP = 0x9E3779B97F4A7C15L;

    private RandomIds() {}

    /**
     * @param before nodes of earlier graphs of the batch, whose numbers the one stream of a batch gave out
     * @return {@code [n, size]}
     */
    static float[] of(int n, int size, long seed, long before) {
        SplitMix64 random = new SplitMix64(seed + STEP * (before * size));
        float[] ids = new float[n * size];
        double[] row = new double[size];
        for (int node = 0; node < n; node++) {
            for (int i = 0; i < size; i++) {
                row[i] = random.nextDouble();
            }
            UnitLength.write(row, ids, node * size);
        }
        return ids;
    }
}
