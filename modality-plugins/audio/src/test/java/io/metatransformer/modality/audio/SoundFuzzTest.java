package io.metatransformer.modality.audio;

import io.metatransformer.api.Options;
import io.metatransformer.testkit.Mutations;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Broken sound files, without end if asked for: {@code -Dfuzz.rounds=200000}. */
class SoundFuzzTest {
    private final AudioOptions options =
            AudioOptions.from(
                    Options.of(AudioOptionList.declared(), Map.of("frames", 32, "mel_bins", 16)));

    @Test
    @Timeout(600)
    void broken_files_of_plain_samples_are_read_or_refused() {
        readOrRefuse(
                List.of(
                        SoundFiles.wav(1, 16, 2, 16_000, 500),
                        SoundFiles.wav(1, 24, 1, 11_025, 500),
                        SoundFiles.wav(7, 8, 1, 8_000, 500),
                        Files.bytes("au07_f32.wav"),
                        SoundFiles.aiff("NONE", 16, 1, 16_000, 500),
                        SoundFiles.aiff("fl32", 32, 1, 16_000, 500),
                        SoundFiles.aiff("sowt", 16, 2, 22_050, 600),
                        SoundFiles.au(3, 16, 1, 16_000, 500),
                        SoundFiles.au(27, 8, 2, 8_000, 500)));
    }

    @Test
    @Timeout(600)
    void broken_flac_files_are_read_or_refused() {
        readOrRefuse(
                Stream.of("au07.flac", "flac/eight.flac", "flac/like.flac", "flac/silence.flac")
                        .map(Files::bytes)
                        .toList());
    }

    @Test
    @Timeout(600)
    void broken_files_of_other_formats_are_read_or_refused() {
        readOrRefuse(
                Stream.of(
                                "au07.mp3",
                                "au07.ogg",
                                "compressed/stereo.mp3",
                                "compressed/mono.m4a",
                                "compressed/stereo.opus")
                        .map(Files::bytes)
                        .toList());
    }

    private void readOrRefuse(List<byte[]> good) {
        new Mutations(1, good)
                .allAreReadOrRefused(
                        bytes ->
                                AudioSession.prepare(SoundFiles.input("broken", bytes), options)
                                        .values()
                                        .get());
    }
}
