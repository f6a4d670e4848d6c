package io.metatransformer.modality.audio;

import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import java.util.function.Supplier;

/**
 * A spectrogram about to be cut into patches: its size is known, and its numbers are computed once that is found to be
 * within limits.
 *
 * @param frames T
 * @param bins M
 * @param values computes {@code [T, M]}, normalised
 * @param preview draws it
 * @param origin where it lies in the sound
 */
record Spectrogram(
        int frames, int bins, Supplier<float[]> values, Supplier<Preview> preview, Origin origin) {}
