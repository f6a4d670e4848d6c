package io.metatransformer.modality.audio;

import io.metatransformer.api.Tensor;
import java.nio.FloatBuffer;

/**
 * Overlapping patches of a spectrogram, frequency slowest: patch {@code f · cols + t} starts at mel bin {@code f ·
 * frequencyStride} and frame {@code t · timeStride}, and is flattened as (mel bin, frame).
 */
record SpectrogramPatches(
        TokenGrid grid, int kernelBins, int kernelFrames, int frequencyStride, int timeStride) {

    /** Numbers of all patches together. */
    long values() {
        return grid.count() * kernelBins * kernelFrames;
    }

    /**
     * @param spectrogram {@code [frames, bins]}
     * @return {@code [patches, kernelBins · kernelFrames]}
     */
    Tensor cut(float[] spectrogram, int bins) {
        int length = kernelBins * kernelFrames;
        float[] patch = new float[length];
        FloatBuffer patches = Tensor.allocate(Math.toIntExact(values()));
        for (int f = 0; f < grid.rows(); f++) {
            for (int t = 0; t < grid.cols(); t++) {
                for (int v = 0; v < kernelFrames; v++) {
                    int row = (t * timeStride + v) * bins + f * frequencyStride;
                    for (int u = 0; u < kernelBins; u++) {
                        patch[u * kernelFrames + v] = spectrogram[row + u];
                    }
                }
                patches.put(patch);
            }
        }
        return Tensor.of(patches.flip(), Math.toIntExact(grid.count()), length);
    }
}
