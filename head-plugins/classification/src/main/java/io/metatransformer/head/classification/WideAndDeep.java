package io.metatransformer.head.classification;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The wide part of the reference's tables. It adds a weight for each category to the logit, which is what the last
 * layer does with columns of 0 and 1: its weights become columns of that layer.
 */
final class WideAndDeep {
    private static final String WEIGHT = "wide.wide_linear.weight";
    private static final String BIAS = "wide.bias";

    private WideAndDeep() {}

    /**
     * @param checkpoint {@code wide.wide_linear.weight [W, K]}, of which row 0 stands for nothing, and {@code
     *     wide.bias [K]}, or neither
     * @param own tensors of this head, {@code head.weight [K, P]} and {@code head.bias [K]} among them
     * @return with {@code head.weight [K, P + W]}, if there is a wide part
     */
    static Weights joined(Weights checkpoint, Weights own) {
        String weight = ClassifierWeights.HEAD + ".weight";
        String bias = ClassifierWeights.HEAD + ".bias";
        boolean both = own.names().contains(weight) && own.names().contains(bias);
        if (!both || !checkpoint.names().contains(WEIGHT) || !fits(checkpoint, own, weight)) {
            return own;
        }
        Map<String, Tensor> joined = new LinkedHashMap<>();
        own.names().forEach(name -> joined.put(name, own.get(name)));
        joined.put(weight, columns(own.get(weight), checkpoint.get(WEIGHT)));
        if (checkpoint.names().contains(BIAS)) {
            joined.put(bias, sum(own.get(bias), checkpoint.get(BIAS)));
        }
        return Weights.of(joined);
    }

    private static boolean fits(Weights checkpoint, Weights own, String weight) {
        int[] wide = checkpoint.shape(WEIGHT);
        int[] deep = own.shape(weight);
        return wide.length == 2 && deep.length == 2 && wide[1] == deep[0];
    }

    private static Tensor columns(Tensor deep, Tensor wide) {
        int K = deep.size(0);
        int P = deep.size(1);
        int W = wide.size(0);
        float[] left = deep.toArray();
        float[] right = wide.toArray();
        float[] all = new float[K * (P + W)];
        for (int k = 0; k < K; k++) {
            System.arraycopy(left, k * P, all, k * (P + W), P);
            for (int w = 0; w < W; w++) {
                all[k * (P + W) + P + w] = right[w * K + k];
            }
        }
        return Tensor.of(all, K, P + W);
    }

    private static Tensor sum(Tensor a, Tensor b) {
        float[] sum = a.toArray();
        float[] other = b.toArray();
        for (int k = 0; k < sum.length; k++) {
            sum[k] += other[k % other.length];
        }
        return Tensor.of(sum, sum.length);
    }
}
