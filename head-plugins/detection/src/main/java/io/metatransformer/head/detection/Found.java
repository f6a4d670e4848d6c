package io.metatransformer.head.detection;

import java.util.ArrayList;
import java.util.List;

/**
 * Boxes with their scores, best first.
 *
 * @param boxes {@code [N, 4]}
 * @param scores {@code [N]}, in [0, 1]
 * @param labels {@code [N]}: classes, or the levels of proposals
 */
record Found(float[] boxes, float[] scores, int[] labels) {

    int count() {
        return scores.length;
    }

    /**
     * Of all classes of all regions, what scores above {@code threshold} and is not the same as something better of
     * its class.
     *
     * @param boxes {@code [R, K, 4]}
     * @param probabilities {@code [R, K + 1]}, the background last
     * @param overlap from which two boxes of a class are the same
     * @param most answers
     */
    static Found ofClasses(
            float[] boxes,
            float[] probabilities,
            int K,
            double threshold,
            double overlap,
            int most) {
        List<Integer> candidates = new ArrayList<>();
        int R = probabilities.length / (K + 1);
        for (int r = 0; r < R; r++) {
            for (int k = 0; k < K; k++) {
                if (probabilities[r * (K + 1) + k] > threshold) {
                    candidates.add(r * K + k);
                }
            }
        }
        float[] scores = new float[candidates.size()];
        float[] candidateBoxes = new float[4 * scores.length];
        int[] labels = new int[scores.length];
        for (int i = 0; i < scores.length; i++) {
            int at = candidates.get(i);
            labels[i] = at % K;
            scores[i] = probabilities[at / K * (K + 1) + labels[i]];
            System.arraycopy(boxes, 4 * at, candidateBoxes, 4 * i, 4);
        }
        Found all = new Found(candidateBoxes, scores, labels);
        return all.picked(Suppression.keepWithin(candidateBoxes, scores, labels, overlap), most);
    }

    /** The first of {@code indices}, at most {@code most}, in that order. */
    Found picked(int[] indices, int most) {
        int N = Math.min(most, indices.length);
        Found picked = new Found(new float[4 * N], new float[N], new int[N]);
        for (int i = 0; i < N; i++) {
            System.arraycopy(boxes, 4 * indices[i], picked.boxes, 4 * i, 4);
            picked.scores[i] = scores[indices[i]];
            picked.labels[i] = labels[indices[i]];
        }
        return picked;
    }
}
