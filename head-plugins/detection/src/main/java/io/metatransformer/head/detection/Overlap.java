package io.metatransformer.head.detection;

/** How much two boxes are the same. */
final class Overlap {
    /** Areas count at least this, so that a ratio of two is a number. */
    private static final float LEAST = 1e-6f;

    private Overlap() {}

    /** Intersection over union of {@code a[i]} and {@code b[j]}; 0 where the union has no area. */
    static float of(float[] a, int i, float[] b, int j) {
        float common = common(a, 4 * i, b, 4 * j);
        float union = area(a, 4 * i) + area(b, 4 * j) - common;
        return union > 0 ? common / union : 0;
    }

    /**
     * Generalised: less the share of their hull that neither covers, in (-1, 1] (Rezatofighi et al., arXiv
     * 1902.09630).
     */
    static float generalised(float[] a, int i, float[] b, int j) {
        float common = common(a, 4 * i, b, 4 * j);
        float union = Math.max(LEAST, area(a, 4 * i) + area(b, 4 * j) - common);
        float width = Math.max(a[4 * i + 2], b[4 * j + 2]) - Math.min(a[4 * i], b[4 * j]);
        float height = Math.max(a[4 * i + 3], b[4 * j + 3]) - Math.min(a[4 * i + 1], b[4 * j + 1]);
        float hull = Math.max(LEAST, Math.max(0, width) * Math.max(0, height));
        return common / union - (hull - union) / hull;
    }

    private static float common(float[] a, int i, float[] b, int j) {
        float width = Math.min(a[i + 2], b[j + 2]) - Math.max(a[i], b[j]);
        float height = Math.min(a[i + 3], b[j + 3]) - Math.max(a[i + 1], b[j + 1]);
        return Math.max(0, width) * Math.max(0, height);
    }

    private static float area(float[] a, int i) {
        return (a[i + 2] - a[i]) * (a[i + 3] - a[i + 1]);
    }
}
