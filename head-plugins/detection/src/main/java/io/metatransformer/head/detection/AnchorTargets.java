package io.metatransformer.head.detection;

import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a batch's anchors should have said. */
final class AnchorTargets {
    private static final double SAME = 0.7;
    private static final double OTHER = 0.3;
    private static final double SHARE = 0.5;

    private final int A;
    private final int B;
    private final float[] objects;
    private final float[] weights;
    private final float[] deltas;
    private final float[] deltaWeights;
    private double counted;

    /**
     * @param B pictures
     * @param A anchors of each
     */
    AnchorTargets(int B, int A) {
        this.A = A;
        this.B = B;
        this.objects = new float[B * A];
        this.weights = new float[B * A];
        this.deltas = new float[B * A * 4];
        this.deltaWeights = new float[B * A];
    }

    /** The anchors of all levels, one after the other. */
    static float[] joined(List<Proposals.Level> levels) {
        float[] all = new float[levels.stream().mapToInt(level -> level.anchors().length).sum()];
        int at = 0;
        for (Proposals.Level level : levels) {
            System.arraycopy(level.anchors(), 0, all, at, level.anchors().length);
            at += level.anchors().length;
        }
        return all;
    }

    /**
     * @param weight of the picture
     * @param count of its anchors that are looked at
     */
    void put(
            int picture, float[] anchors, Truth truth, float weight, int count, SplitMix64 random) {
        int[] assigned = Assignment.of(anchors, truth.boxes(), SAME, OTHER, OTHER);
        Sample sample = Sample.draw(assigned, count, SHARE, random);
        for (int i : sample.background()) {
            weights[picture * A + i] = weight;
        }
        for (int i : sample.objects()) {
            int at = picture * A + i;
            objects[at] = 1;
            weights[at] = weight;
            deltaWeights[at] = weight;
            BoxCoder.PROPOSALS.encode(anchors, i, truth.boxes(), assigned[i], deltas, 4 * at);
        }
        counted += (double) weight * sample.count();
    }

    /** Inputs of {@link TrunkTraining}: weights sum to one. */
    Map<String, Tensor> inputs() {
        float scale = counted > 0 ? (float) (1 / counted) : 0;
        for (int i = 0; i < weights.length; i++) {
            weights[i] *= scale;
            deltaWeights[i] *= scale;
        }
        Map<String, Tensor> inputs = new HashMap<>();
        inputs.put("objects", Tensor.of(objects, B, A));
        inputs.put("weights", Tensor.of(weights, B, A));
        inputs.put("deltas", Tensor.of(deltas, B, A, 4));
        inputs.put("delta_weights", Tensor.of(deltaWeights, B, A, 1));
        return inputs;
    }
}
