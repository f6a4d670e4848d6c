package io.metatransformer.modality.audio;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.LinkedHashMap;
import java.util.Map;

/** A picture's kernel for sound: three channels that would all see the same spectrogram, summed, as AST starts from. */
final class SummedKernel {
    private SummedKernel() {}

    /**
     * @param weights whose kernel is {@code [D, channels, height, width]}
     */
    static Weights of(Weights weights) {
        Map<String, Tensor> summed = new LinkedHashMap<>();
        for (String name : weights.names()) {
            Tensor tensor = weights.get(name);
            summed.put(name, name.equals(AudioWeights.KERNEL) ? sum(tensor) : tensor);
        }
        return Weights.of(summed);
    }

    private static Tensor sum(Tensor kernel) {
        int channels = kernel.size(1);
        int length = kernel.size(2) * kernel.size(3);
        float[] values = kernel.toArray();
        float[] sums = new float[kernel.size(0) * length];
        for (int d = 0; d < kernel.size(0); d++) {
            for (int i = 0; i < length; i++) {
                double sum = 0;
                for (int c = 0; c < channels; c++) {
                    sum += values[(d * channels + c) * length + i];
                }
                sums[d * length + i] = (float) sum;
            }
        }
        return Tensor.of(sums, kernel.size(0), 1, kernel.size(2), kernel.size(3));
    }
}
