package io.metatransformer.modality.audio;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** Files on the class path. */
final class Files {
    static final SoundLimits LIMITS = new SoundLimits(14_400, false);

    private Files() {}

    static byte[] bytes(String file) {
        try (InputStream in = Files.class.getResourceAsStream("/golden/audio/" + file)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Input input(String file) {
        return Input.of(Modality.AUDIO, bytes(file)).named(file);
    }

    static Golden golden(String name) {
        return Golden.read(Files.class, "/golden/audio/" + name + ".safetensors");
    }

    static Sound sound(byte[] bytes) {
        return SoundFormat.read(ByteBuffer.wrap(bytes), "test", LIMITS);
    }

    /** All samples of one channel. */
    static double[] samples(Sound sound, Mix mix) {
        double[] samples = new double[(int) sound.frames()];
        sound.read(0, mix, samples);
        return samples;
    }
}
