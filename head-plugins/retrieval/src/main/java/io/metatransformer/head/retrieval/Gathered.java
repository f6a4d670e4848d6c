package io.metatransformer.head.retrieval;

import io.metatransformer.api.Features;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What is kept of an example: its pooled vector, and of what modality it is.
 *
 * @param modality of a fused input joined by a plus sign, in order
 */
record Gathered(float[] vector, String modality) {

    static String modality(Features features) {
        return features.segments().stream()
                .map(Segment::modality)
                .map(each -> each.id())
                .distinct()
                .collect(Collectors.joining("+"));
    }

    /** The vector, the bytes of the modality, and how many these are. */
    Tensor tensor() {
        byte[] name = modality.getBytes(StandardCharsets.US_ASCII);
        float[] packed = Arrays.copyOf(vector, vector.length + name.length + 1);
        for (int i = 0; i < name.length; i++) {
            packed[vector.length + i] = name[i];
        }
        packed[packed.length - 1] = name.length;
        return Tensor.of(packed, packed.length);
    }

    /** The way back of {@link #tensor}. */
    static Gathered of(Tensor tensor) {
        float[] packed = tensor.toArray();
        int length = (int) packed[packed.length - 1];
        int width = packed.length - 1 - length;
        byte[] name = new byte[length];
        for (int i = 0; i < length; i++) {
            name[i] = (byte) packed[width + i];
        }
        return new Gathered(
                Arrays.copyOf(packed, width), new String(name, StandardCharsets.US_ASCII));
    }
}
