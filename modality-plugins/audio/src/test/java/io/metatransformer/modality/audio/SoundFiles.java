package io.metatransformer.modality.audio;

import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.SplitMix64;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Makes small files: a header as asked for, and noise. */
final class SoundFiles {
    private SoundFiles() {}

    static Input input(String name, byte[] bytes) {
        return Input.of(Modality.AUDIO, bytes).named(name);
    }

    static byte[] wav(int codec, int bits, int channels, int rate, int frames) {
        byte[] data = noise(frames * channels * Math.max(1, bits / 8));
        ByteBuffer file = ByteBuffer.allocate(44 + data.length).order(ByteOrder.LITTLE_ENDIAN);
        text(file, "RIFF").putInt(36 + data.length);
        text(file, "WAVEfmt ").putInt(16).putShort((short) codec).putShort((short) channels);
        file.putInt(rate).putInt(rate * channels * bits / 8);
        file.putShort((short) (channels * bits / 8)).putShort((short) bits);
        text(file, "data").putInt(data.length).put(data);
        return file.array();
    }

    static byte[] aiff(String codec, int bits, int channels, int rate, int frames) {
        byte[] data = noise(frames * channels * bits / 8);
        ByteBuffer file = ByteBuffer.allocate(62 + data.length);
        text(file, "FORM").putInt(54 + data.length);
        text(file, "AIFCCOMM").putInt(24).putShort((short) channels).putInt(frames);
        int exponent = 63 - Long.numberOfLeadingZeros(rate);
        file.putShort((short) bits).putShort((short) (16_383 + exponent));
        file.putLong((long) rate << 63 - exponent);
        text(file, codec).putShort((short) 0);
        text(file, "SSND").putInt(8 + data.length).putLong(0).put(data);
        return file.array();
    }

    static byte[] au(int encoding, int bits, int channels, int rate, int frames) {
        byte[] data = noise(frames * channels * bits / 8);
        ByteBuffer file = ByteBuffer.allocate(24 + data.length);
        text(file, ".snd").putInt(24).putInt(data.length).putInt(encoding).putInt(rate);
        file.putInt(channels).put(data);
        return file.array();
    }

    private static ByteBuffer text(ByteBuffer file, String text) {
        return file.put(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] noise(int length) {
        byte[] noise = new byte[length];
        SplitMix64 random = new SplitMix64(length);
        for (int i = 0; i < length; i++) {
            noise[i] = (byte) random.nextLong();
        }
        return noise;
    }
}
