package io.metatransformer.head.detection;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The regions of a batch from which the box head learns, and what it should have said of them. */
final class RegionTargets {
    private static final double SAME = 0.5;
    private static final double SHARE = 0.25;

    /**
     * A picture's part.
     *
     * @param boxes {@code [R, 4]}
     * @param labels {@code [R]}; K for the background
     * @param deltas {@code [R, 4]}
     */
    private record Part(float[] boxes, int[] labels, float[] deltas, float weight) {}

    private final int K;
    private final double smoothing;
    private final List<Part> parts = new ArrayList<>();

    /**
     * @param K classes
     * @param smoothing share of a class that is spread over all
     */
    RegionTargets(int K, double smoothing) {
        this.K = K;
        this.smoothing = smoothing;
    }

    /**
     * Adds the next picture. Its objects are regions, too.
     *
     * @param count of regions that are looked at
     */
    void add(float[] proposals, Truth truth, float weight, int count, SplitMix64 random) {
        int M = truth.labels().length;
        float[] boxes = Arrays.copyOf(truth.boxes(), 4 * M + proposals.length);
        System.arraycopy(proposals, 0, boxes, 4 * M, proposals.length);
        int[] assigned = Assignment.of(boxes, truth.boxes(), SAME, SAME, 0);
        Sample sample = Sample.draw(assigned, count, SHARE, random);
        int R = sample.count();
        Part part = new Part(new float[4 * R], new int[R], new float[4 * R], weight);
        int r = 0;
        for (int i : sample.objects()) {
            part.labels[r] = truth.labels()[assigned[i]];
            BoxCoder.ANSWERS.encode(boxes, i, truth.boxes(), assigned[i], part.deltas, 4 * r);
            System.arraycopy(boxes, 4 * i, part.boxes, 4 * r++, 4);
        }
        for (int i : sample.background()) {
            part.labels[r] = K;
            System.arraycopy(boxes, 4 * i, part.boxes, 4 * r++, 4);
        }
        parts.add(part);
    }

    /** {@code [R, 4]} of one picture. */
    float[] boxes(int picture) {
        return parts.get(picture).boxes;
    }

    /** Of all pictures. */
    int count() {
        return parts.stream().mapToInt(part -> part.labels.length).sum();
    }

    /** Inputs of {@link BoxTraining} besides the features: weights sum to one. */
    Map<String, Tensor> inputs() {
        double counted = 0;
        for (Part part : parts) {
            counted += (double) part.weight * part.labels.length;
        }
        int R = count();
        float[] classes = new float[R * (K + 1)];
        float[] weights = new float[R];
        float[] deltas = new float[R * 4 * K];
        float[] deltaWeights = new float[R * 4 * K];
        Arrays.fill(classes, (float) (smoothing / (K + 1)));
        int r = 0;
        for (Part part : parts) {
            float weight = counted > 0 ? (float) (part.weight / counted) : 0;
            for (int i = 0; i < part.labels.length; i++, r++) {
                int label = part.labels[i];
                classes[r * (K + 1) + label] += (float) (1 - smoothing);
                weights[r] = weight;
                if (label < K) {
                    int at = (r * K + label) * 4;
                    System.arraycopy(part.deltas, 4 * i, deltas, at, 4);
                    Arrays.fill(deltaWeights, at, at + 4, weight);
                }
            }
        }
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put("classes", Tensor.of(classes, R, K + 1));
        inputs.put("weights", Tensor.of(weights, R));
        inputs.put("deltas", Tensor.of(deltas, R, 4 * K));
        inputs.put("delta_weights", Tensor.of(deltaWeights, R, 4 * K));
        return inputs;
    }
}
