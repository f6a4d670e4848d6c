package io.metatransformer.modality.audio;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Tensor;
import io.metatransformer.testkit.TokenizerContract;
import java.util.List;
import java.util.Map;
import java.util.Optional;

class AudioTokenizerContractTest extends TokenizerContract {

    @Override
    protected Modality modality() {
        return Modality.AUDIO;
    }

    @Override
    protected Map<String, Object> config() {
        return Map.of("frames", 64, "mel_bins", 64);
    }

    @Override
    protected List<Input> samples() {
        return List.of(
                Files.input("au07_u8.wav"),
                Files.input("au07_f32.wav"),
                Files.input("au07.flac"),
                SoundFiles.input("small.aiff", SoundFiles.aiff("NONE", 16, 2, 8_000, 900)),
                SoundFiles.input("small.au", SoundFiles.au(3, 16, 1, 16_000, 900)),
                Input.of(Modality.AUDIO, Tensor.of(new float[2 * 900], 2, 900)));
    }

    /** Of many more seconds than are read. */
    @Override
    protected Optional<Input> tooLarge() {
        return Optional.of(
                SoundFiles.input("long.wav", SoundFiles.wav(1, 8, 1, 1_000, 14_400_001)));
    }
}
