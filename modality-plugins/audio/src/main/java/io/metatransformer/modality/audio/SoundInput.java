package io.metatransformer.modality.audio;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;

/** Reads what came: a file, or an array of samples. */
final class SoundInput {
    /** Of a file. */
    private static final int MAX_BYTES = 1 << 29;

    private SoundInput() {}

    static Sound read(Input input, AudioOptions options) {
        if (input.tensor().isPresent()) {
            Tensor array = input.tensor().get();
            requireFinite(input, array);
            boolean shaped = array.rank() == 1 || array.rank() == 2;
            if (!shaped) {
                throw shape(input, array, options);
            }
            if (array.elements() == 0) {
                throw new MetaTransformerException(
                        ErrorCode.EMPTY_INPUT, input.name() + ": " + array + " has no samples");
            }
            return ArraySound.of(array, options.sourceRate());
        }
        int most = (int) Math.min(MAX_BYTES, Runtime.getRuntime().maxMemory() / 2);
        return SoundFormat.read(input.bytes(most), input.name(), options.limits());
    }

    /** Whether the input is a spectrogram already. */
    static boolean isSpectrogram(Input input, AudioOptions options) {
        if (input.tensor().isEmpty()) {
            return false;
        }
        Tensor array = input.tensor().get();
        boolean fits = array.rank() == 2 && array.size(1) == options.bins();
        return switch (options.numbers()) {
            case "waveform" -> false;
            case "spectrogram" -> true;
            default -> fits;
        };
    }

    /** The spectrogram that the input is. */
    static Tensor spectrogram(Input input, AudioOptions options) {
        Tensor array = input.tensor().orElseThrow();
        if (array.rank() != 2 || array.size(1) != options.bins()) {
            throw shape(input, array, options);
        }
        requireFinite(input, array);
        return array;
    }

    private static void requireFinite(Input input, Tensor array) {
        float[] values = array.toArray();
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE, input.name() + ": value " + i + " is not finite");
            }
        }
    }

    private static MetaTransformerException shape(Input input, Tensor array, AudioOptions options) {
        return new MetaTransformerException(
                ErrorCode.SHAPE_MISMATCH,
                input.name()
                        + ": "
                        + array
                        + " is neither a spectrogram [frames, "
                        + options.bins()
                        + "] nor a waveform [channels, samples] or [samples]");
    }
}
