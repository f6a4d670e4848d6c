package io.metatransformer.head.detection;

/**
 * A box as its shift and growth against another one (Girshick et al., arXiv 1311.2524):
 *
 * <pre>
 *   dx = (gx - px) / pw / sx     dw = ln(gw / pw) / sw     of centres and sizes; likewise down
 * </pre>
 *
 * @param x deviation of shifts, {@code sx}
 * @param y likewise down
 * @param w deviation of growth, {@code sw}
 * @param h likewise down
 */
record BoxCoder(double x, double y, double w, double h) {

    /** Of proposals against anchors. */
    static final BoxCoder PROPOSALS = new BoxCoder(1, 1, 1, 1);

    /** Of answers against proposals. */
    static final BoxCoder ANSWERS = new BoxCoder(0.1, 0.1, 0.2, 0.2);

    /** No box grows or shrinks by more than 1000 / 16 at once. */
    private static final double MOST = Math.log(1000.0 / 16);

    /**
     * Writes the four deltas that lead from {@code box} to {@code goal}.
     *
     * @param i which of the boxes
     * @param g which of the goals
     * @param at where in {@code deltas}
     */
    void encode(float[] boxes, int i, float[] goals, int g, float[] deltas, int at) {
        double pw = (double) boxes[4 * i + 2] - boxes[4 * i];
        double ph = (double) boxes[4 * i + 3] - boxes[4 * i + 1];
        double gw = (double) goals[4 * g + 2] - goals[4 * g];
        double gh = (double) goals[4 * g + 3] - goals[4 * g + 1];
        double px = ((double) boxes[4 * i + 2] + boxes[4 * i]) / 2;
        double py = ((double) boxes[4 * i + 3] + boxes[4 * i + 1]) / 2;
        double gx = ((double) goals[4 * g + 2] + goals[4 * g]) / 2;
        double gy = ((double) goals[4 * g + 3] + goals[4 * g + 1]) / 2;
        deltas[at] = (float) ((gx - px) / pw / x);
        deltas[at + 1] = (float) ((gy - py) / ph / y);
        deltas[at + 2] = (float) (Math.log(gw / pw) / w);
        deltas[at + 3] = (float) (Math.log(gh / ph) / h);
    }

    /**
     * Boxes that deltas lead to.
     *
     * @param boxes {@code [N, 4]}
     * @param deltas {@code [N, K, 4]}
     * @return {@code [N, K, 4]}
     */
    float[] decode(float[] boxes, float[] deltas) {
        float[] decoded = new float[deltas.length];
        int K = boxes.length == 0 ? 0 : deltas.length / boxes.length;
        for (int i = 0, at = 0; i < boxes.length; i += 4) {
            double pw = (double) boxes[i + 2] - boxes[i];
            double ph = (double) boxes[i + 3] - boxes[i + 1];
            double px = ((double) boxes[i + 2] + boxes[i]) / 2;
            double py = ((double) boxes[i + 3] + boxes[i + 1]) / 2;
            for (int k = 0; k < K; k++, at += 4) {
                double gx = px + pw * deltas[at] * x;
                double gy = py + ph * deltas[at + 1] * y;
                double halfWidth = pw * Math.exp(limited(deltas[at + 2] * w)) / 2;
                double halfHeight = ph * Math.exp(limited(deltas[at + 3] * h)) / 2;
                decoded[at] = (float) (gx - halfWidth);
                decoded[at + 1] = (float) (gy - halfHeight);
                decoded[at + 2] = (float) (gx + halfWidth);
                decoded[at + 3] = (float) (gy + halfHeight);
            }
        }
        return decoded;
    }

    private static double limited(double growth) {
        return Math.max(-MOST, Math.min(MOST, growth));
    }

    /** Moves every edge into the picture, in place. */
    static float[] clip(float[] boxes, float width, float height) {
        for (int i = 0; i < boxes.length; i += 2) {
            boxes[i] = Math.max(0, Math.min(width, boxes[i]));
            boxes[i + 1] = Math.max(0, Math.min(height, boxes[i + 1]));
        }
        return boxes;
    }
}
