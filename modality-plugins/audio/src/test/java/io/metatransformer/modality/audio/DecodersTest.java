package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Samples as FFmpeg decodes them. */
class DecodersTest {

    @ParameterizedTest
    @CsvSource({"wav_u8", "wav_s24", "wav_s32", "wav_f32", "flac"})
    void samples_are_those_of_the_file(String name) {
        Golden golden = Files.golden("au07_decoders");
        Sound sound = Files.sound(Files.bytes(golden.text("file." + name)));

        double[] expected = golden.doubles("output." + name);
        assertEquals(expected.length, sound.frames());
        Within.assertClose(name, expected, Files.samples(sound, Mix.MEAN), 1.2e-7, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"eight", "like", "silence", "noise", "wasted"})
    void flac_of_any_depth_and_channels_is_read_without_loss(String name) {
        Golden golden = Golden.read(DecodersTest.class, "/golden/audio/flac/samples.safetensors");
        Sound sound = Files.sound(Files.bytes("flac/" + name + ".flac"));
        double[] expected = golden.doubles(name);
        int frames = expected.length / sound.channels();

        assertEquals(golden.shape(name)[0], sound.channels());
        for (int channel = 0; channel < sound.channels(); channel++) {
            double[] one = Arrays.copyOfRange(expected, channel * frames, (channel + 1) * frames);
            Within.assertClose(name, one, Files.samples(sound, new Mix(channel)), 0, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mp3", "ogg_vorbis"})
    void compressed_sound_is_read_without_what_the_encoder_put_around_it(String name) {
        Golden golden = Files.golden("au07_decoders");
        double[] expected = golden.doubles("output." + name);
        Sound sound = Files.sound(Files.bytes(golden.text("file." + name)));

        assertEquals(expected.length, sound.frames());
        Within.assertClose(name, expected, Files.samples(sound, Mix.MEAN), 1.2e-7, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stereo.mp3", "mono.m4a", "stereo.opus"})
    void every_channel_of_compressed_sound_is_what_ffmpeg_writes_to_a_file(String name) {
        Golden golden =
                Golden.read(DecodersTest.class, "/golden/audio/compressed/samples.safetensors");
        Sound sound = Files.sound(Files.bytes("compressed/" + name));
        double[] expected = golden.doubles(name);
        int frames = (int) sound.frames();

        assertEquals(golden.shape(name)[0], sound.channels());
        assertEquals(golden.shape(name)[1], frames);
        for (int channel = 0; channel < sound.channels(); channel++) {
            double[] one = Arrays.copyOfRange(expected, channel * frames, (channel + 1) * frames);
            Within.assertClose(name, one, Files.samples(sound, new Mix(channel)), 1.2e-7, 0);
        }
    }

    @Test
    void what_follows_the_sound_of_an_mp3_is_no_sound() {
        byte[] plain = Files.bytes("compressed/stereo.mp3");
        byte[] tagged = Arrays.copyOf(plain, plain.length + 128);
        System.arraycopy(new byte[] {'T', 'A', 'G'}, 0, tagged, plain.length, 3);
        byte[] padded = Arrays.copyOf(plain, plain.length + 5_000);

        for (byte[] more : new byte[][] {tagged, padded}) {
            Sound sound = Files.sound(more);
            assertEquals(3_528, sound.frames());
            assertEquals(Optional.empty(), sound.warning());
        }
    }

    @Test
    void compressed_sound_that_is_cut_is_read_with_a_warning() {
        byte[] whole = Files.bytes("compressed/stereo.mp3");

        Sound sound = Files.sound(Arrays.copyOf(whole, whole.length - 500));

        assertTrue(sound.frames() < 3_528, sound.frames() + " samples");
        assertTrue(sound.warning().isPresent());
    }

    @ParameterizedTest
    @CsvSource({"6, 8, 1", "7, 8, 2"})
    void companded_samples_are_those_of_the_tables_of_g711(int codec, int bits, int channels) {
        Sound sound = Files.sound(SoundFiles.wav(codec, bits, channels, 8_000, 256));
        // Of code 0 in A-law and mu-law, as every table has it.
        byte[] loudest = SoundFiles.wav(codec, bits, 1, 8_000, 1);
        loudest[44] = 0;

        assertEquals(256, sound.frames());
        assertEquals(
                (codec == 6 ? -5_504 : -32_124) / 32_768.0,
                Files.samples(Files.sound(loudest), Mix.MEAN)[0]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"NONE 16", "sowt 16", "NONE 24", "in24 24", "raw  8", "fl32 32"})
    void aiff_of_each_codec_is_read_as_its_bytes_say(String form) {
        String codec = form.substring(0, 4);
        int bits = Integer.parseInt(form.substring(5).strip());
        byte[] bytes = SoundFiles.aiff(codec, bits, 2, 22_050, 5);
        byte[] quiet = bytes.clone();
        Arrays.fill(quiet, 62, quiet.length, (byte) 0);

        Sound sound = Files.sound(quiet);

        assertEquals(22_050, sound.rate());
        assertEquals(2, sound.channels());
        assertEquals(5, sound.frames());
        assertEquals(codec.equals("raw ") ? -1 : 0, Files.samples(sound, Mix.MEAN)[4]);
    }

    @Test
    void chunks_before_the_samples_are_stepped_over_with_their_pad_bytes() {
        byte[] plain = SoundFiles.wav(1, 16, 1, 8_000, 20);
        byte[] more = new byte[plain.length + 14];
        System.arraycopy(plain, 0, more, 0, 12);
        byte[] list = {'L', 'I', 'S', 'T', 5, 0, 0, 0, 'd', 'a', 't', 'a', 9, 0};
        System.arraycopy(list, 0, more, 12, 14);
        System.arraycopy(plain, 12, more, 26, plain.length - 12);

        assertArrayEquals(
                Files.samples(Files.sound(plain), Mix.MEAN),
                Files.samples(Files.sound(more), Mix.MEAN));
    }
}
