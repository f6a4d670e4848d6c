package io.metatransformer.core.fit;

/**
 * How far probabilities are from how often they are right: the expected calibration error, over bins of
 * probability that are equally wide (Naeini et al., AAAI 2015).
 */
final class Calibrated {
    private static final int BINS = 15;

    private final double[] probabilities = new double[BINS];
    private final int[] right = new int[BINS];
    private int count;

    /**
     * @param probability in [0, 1], of what was said
     * @param holds whether it was right
     */
    void add(double probability, boolean holds) {
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        probabilities[bin] += probability;
        right[bin] += holds ? 1 : 0;
        count++;
    }

    /** In [0, 1]; 0 is best. */
    double error() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(probabilities[bin] - right[bin]);
        }
        return count == 0 ? 0 : sum / count;
    }
}
