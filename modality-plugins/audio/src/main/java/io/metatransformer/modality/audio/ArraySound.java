package io.metatransformer.modality.audio;

import io.metatransformer.api.Tensor;
import java.util.Optional;

/** Samples given as numbers, {@code [channels, samples]}. */
record ArraySound(float[] values, int channels, int rate) implements Sound {

    /**
     * @param array of rank 1 or 2, not empty
     */
    static ArraySound of(Tensor array, int rate) {
        return new ArraySound(array.toArray(), array.rank() == 1 ? 1 : array.size(0), rate);
    }

    @Override
    public long frames() {
        return values.length / channels;
    }

    @Override
    public Optional<String> warning() {
        return Optional.empty();
    }

    @Override
    public void read(long first, Mix mix, double[] into) {
        int frames = values.length / channels;
        for (int i = 0; i < into.length; i++) {
            int at = (int) first + i;
            if (!mix.mean()) {
                into[i] = values[mix.channel() * frames + at];
                continue;
            }
            double sum = 0;
            for (int c = 0; c < channels; c++) {
                sum += values[c * frames + at];
            }
            into[i] = sum / channels;
        }
    }
}
