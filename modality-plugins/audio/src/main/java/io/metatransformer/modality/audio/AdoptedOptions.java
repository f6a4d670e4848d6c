package io.metatransformer.modality.audio;

import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.Map;

/** What an import can tell of a model from its tensors: the kernel, and by the number of positions the profile. */
final class AdoptedOptions {
    private static final int STRIDE = 10;
    private static final int MOST_PREFIX = 2;

    private AdoptedOptions() {}

    /** Values of options, none of which is known for sure without a kernel. */
    static Map<String, Object> of(Weights adopted) {
        Map<String, Object> options = new HashMap<>();
        int[] kernel = adopted.shape(AudioWeights.KERNEL);
        if (kernel[2] != kernel[3]) {
            return options;
        }
        options.put("kernel", kernel[2]);
        if (adopted.names().contains(AudioWeights.POSITIONS)) {
            long positions = adopted.shape(AudioWeights.POSITIONS)[1];
            AudioProfile.ALL.stream()
                    .filter(profile -> fits(profile, kernel[2], positions))
                    .findFirst()
                    .ifPresent(profile -> options.put("profile", profile.word()));
        }
        return options;
    }

    /** Whether so many positions are those of the profile's grid, some prefix tokens before them. */
    private static boolean fits(AudioProfile profile, int kernel, long positions) {
        if (profile.kernel() != kernel || profile.frames() == 0) {
            return false;
        }
        long rows = (profile.bins() - kernel) / STRIDE + 1;
        long cols = (profile.frames() - kernel) / STRIDE + 1;
        long prefix = positions - rows * cols;
        return prefix >= 0 && prefix <= MOST_PREFIX;
    }
}
