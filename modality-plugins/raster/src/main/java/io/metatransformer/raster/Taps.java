package io.metatransformer.raster;

/**
 * Which samples of one axis make up each new one, and with which weights: Pillow's rule, whose support grows
 * with the scale, so that shrinking does not alias.
 *
 * @param first the first old sample of each new one
 * @param weights per new sample, one per old one from {@code first} on; their sum is 1
 */
record Taps(int[] first, double[][] weights) {

    /**
     * @param from first new sample wanted
     * @param count new samples wanted
     */
    static Taps of(int nIn, int nOut, Filter filter, int from, int count) {
        int[] first = new int[count];
        double[][] weights = new double[count][];
        double scale = (double) nIn / nOut;
        double fs = Math.max(scale, 1);
        double support = filter.radius() * fs;
        for (int n = 0; n < count; n++) {
            if (nIn == nOut) {
                first[n] = from + n;
                weights[n] = new double[] {1};
                continue;
            }
            double c = (from + n + 0.5) * scale;
            int lo = Math.max((int) (c - support + 0.5), 0);
            int hi = Math.min((int) (c + support + 0.5), nIn);
            double[] w = new double[hi - lo];
            double sum = 0;
            for (int j = 0; j < w.length; j++) {
                w[j] = filter.at((lo + j - c + 0.5) / fs);
                sum += w[j];
            }
            for (int j = 0; j < w.length && sum != 0; j++) {
                w[j] /= sum;
            }
            first[n] = lo;
            weights[n] = w;
        }
        return new Taps(first, weights);
    }

    /** The weights in units of 2^-22, rounded half away from zero. */
    int[][] fixed() {
        int[][] fixed = new int[weights.length][];
        for (int n = 0; n < fixed.length; n++) {
            fixed[n] = new int[weights[n].length];
            for (int j = 0; j < fixed[n].length; j++) {
                double w = weights[n][j];
                fixed[n][j] = (int) (w * (1 << 22) + (w < 0 ? -0.5 : 0.5));
            }
        }
        return fixed;
    }

    /** The first old sample that any new one needs. */
    int low() {
        return first[0];
    }

    /** The old sample after the last one that any new one needs. */
    int high() {
        int last = first.length - 1;
        return first[last] + weights[last].length;
    }
}
