package io.metatransformer.modality.pointcloud;

/**
 * Points gathered around some of them.
 *
 * @param centres indices {@code [M]}
 * @param neighbours indices {@code [M, k]}
 * @param size k
 */
record Groups(int[] centres, int[] neighbours, int size) {

    /**
     * @param xyz {@code [N, 3]}
     * @param M groups
     * @param k points of a group
     */
    static Groups of(float[] xyz, int M, int k, PointSettings settings) {
        int[] centres = FarthestPoints.sample(xyz, M, CloudPreparation.ties(settings));
        int[] neighbours =
                settings.text(PointCloudOptions.NEIGHBOURS).equals("ball")
                        ? Neighbours.within(
                                xyz, centres, k, (float) settings.number(PointCloudOptions.RADIUS))
                        : Neighbours.nearest(xyz, centres, k);
        return new Groups(centres, neighbours, k);
    }
}
