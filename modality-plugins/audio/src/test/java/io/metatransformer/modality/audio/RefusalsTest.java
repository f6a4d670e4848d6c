package io.metatransformer.modality.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RefusalsTest {
    private static final int CODEC = 20;
    private static final int CHANNELS = 22;
    private static final int RATE = 24;
    private static final int BLOCK = 32;
    private static final int BITS = 34;
    private static final int LENGTH = 40;

    @ParameterizedTest
    @CsvSource({
        "empty.wav, EMPTY_INPUT",
        "short_200_samples.wav, TOO_SHORT",
        "text.wav, UNSUPPORTED_FORMAT"
    })
    void bad_files_are_refused_for_what_is_wrong(String file, ErrorCode code) {
        assertEquals(code, refusal(Files.bytes("bad/" + file)).code());
    }

    @ParameterizedTest
    @CsvSource({
        "0, 16, 16000, CORRUPT",
        "1, 16, 0, CORRUPT",
        "1, 16, 999, LIMIT_EXCEEDED",
        "1, 16, 768001, LIMIT_EXCEEDED",
        "1, 16, -1, LIMIT_EXCEEDED",
        "1, 0, 16000, UNSUPPORTED_FORMAT",
        "1, 13, 16000, UNSUPPORTED_FORMAT",
        "1, 64, 16000, UNSUPPORTED_FORMAT"
    })
    void impossible_headers_are_refused(int channels, int bits, int rate, ErrorCode code) {
        byte[] wav = SoundFiles.wav(1, 16, 1, 16_000, 1_000);
        at(wav).putShort(CHANNELS, (short) channels).putShort(BITS, (short) bits);
        at(wav).putShort(BLOCK, (short) (channels * bits / 8)).putInt(RATE, rate);

        assertEquals(code, refusal(wav).code());
    }

    @Test
    void an_unknown_codec_is_named() {
        byte[] wav = SoundFiles.wav(1, 16, 1, 16_000, 1_000);
        at(wav).putShort(CODEC, (short) 0x55);

        var refusal = refusal(wav);

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(refusal.getMessage().contains("codec 85"), refusal.getMessage());
    }

    @Test
    void frames_of_another_size_than_channels_and_bits_are_a_contradiction() {
        byte[] wav = SoundFiles.wav(1, 16, 2, 16_000, 1_000);
        at(wav).putShort(BLOCK, (short) 2);

        assertEquals(ErrorCode.CORRUPT, refusal(wav).code());
    }

    @Test
    void no_samples_are_an_empty_input() {
        byte[] none = SoundFiles.wav(1, 16, 1, 16_000, 0);
        byte[] half = Arrays.copyOf(SoundFiles.wav(1, 16, 1, 16_000, 1), 45);

        assertEquals(ErrorCode.EMPTY_INPUT, refusal(none).code());
        assertEquals(ErrorCode.EMPTY_INPUT, refusal(half).code());
    }

    @Test
    void numbers_that_are_not_finite_are_refused_wherever_they_stand() {
        byte[] single = SoundFiles.wav(3, 32, 1, 16_000, 0);
        byte[] twice = SoundFiles.wav(3, 64, 1, 16_000, 0);
        byte[] nan = Arrays.copyOf(single, 44 + 4 * 30_000);
        at(nan).putInt(LENGTH, 4 * 30_000).putFloat(44 + 4 * 29_999, Float.NaN);
        byte[] large = Arrays.copyOf(twice, 44 + 8 * 1_000);
        at(large).putInt(LENGTH, 8 * 1_000).putDouble(44, 1e300);

        assertEquals(ErrorCode.NON_FINITE, refusal(nan).code());
        assertEquals(ErrorCode.NON_FINITE, refusal(large).code());
        assertEquals(
                ErrorCode.NON_FINITE,
                refusal(array(Tensor.of(new float[] {0, Float.POSITIVE_INFINITY}, 2)), Map.of())
                        .code());
    }

    @Test
    void a_claim_of_more_than_the_file_has_is_a_warning_or_if_strict_a_refusal() {
        byte[] cut = Arrays.copyOf(SoundFiles.wav(1, 16, 1, 16_000, 4_000), 44 + 3_000);
        byte[] stream = SoundFiles.wav(1, 16, 1, 16_000, 1_000);
        at(stream).putInt(LENGTH, -1);

        for (byte[] wav : new byte[][] {cut, stream}) {
            var origin = prepare(SoundFiles.input("cut.wav", wav), Map.of()).origin();
            assertTrue(origin.fact("warning").orElse("").contains("the file has"), "" + origin);
            var refusal = refusal(SoundFiles.input("cut.wav", wav), Map.of("strict", true));
            assertEquals(ErrorCode.TRUNCATED, refusal.code());
        }
    }

    @Test
    void a_header_that_is_cut_is_truncated_and_other_chunks_without_samples_are_corrupt() {
        byte[] wav = SoundFiles.wav(1, 16, 1, 16_000, 1_000);
        for (int length : new int[] {12, 19, 21, 35, 37, 43}) {
            assertEquals(
                    ErrorCode.TRUNCATED,
                    refusal(Arrays.copyOf(wav, length)).code(),
                    length + " bytes");
        }

        assertEquals(ErrorCode.CORRUPT, refusal(Arrays.copyOf(wav, 36)).code());
    }

    @Test
    void a_huge_claim_in_a_small_flac_is_refused_before_anything_is_allocated() {
        byte[] flac = Files.bytes("au07.flac");
        flac[21] |= 0x0F; // the highest of 36 bits that count samples
        Arrays.fill(flac, 22, 26, (byte) 0xFF);

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal(flac).code());
    }

    @Test
    void a_flac_frame_that_was_damaged_is_found_by_its_checksum_and_a_cut_one_by_its_end() {
        byte[] whole = Files.bytes("au07.flac");
        byte[] damaged = whole.clone();
        damaged[whole.length - 500] ^= 4;

        assertEquals(ErrorCode.CORRUPT, refusal(damaged).code());
        assertEquals(ErrorCode.TRUNCATED, refusal(Arrays.copyOf(whole, whole.length - 500)).code());
    }

    @Test
    void rates_with_too_little_in_common_are_refused_and_read_as_they_are() {
        Input odd = SoundFiles.input("odd.wav", SoundFiles.wav(1, 8, 1, 767_999, 100_000));

        var refusal = refusal(odd, Map.of());
        Spectrogram own = prepare(odd, Map.of("resample", false));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
        assertTrue(refusal.getMessage().contains("'resample'"), refusal.getMessage());
        assertEquals("767999", own.origin().fact("rate_hz").orElseThrow());
    }

    @Test
    void a_channel_or_a_piece_that_is_not_there_is_refused() {
        Input stereo = SoundFiles.input("s.wav", SoundFiles.wav(1, 16, 2, 16_000, 48_000));

        assertEquals(ErrorCode.BAD_CONFIG, refusal(stereo, Map.of("mix", "index(2)")).code());
        assertEquals(ErrorCode.BAD_CONFIG, refusal(stereo, Map.of("mix", "both")).code());
        var refusal = refusal(stereo, Map.of("frames", 100, "chunk", 3));
        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("the sound has 3"), refusal.getMessage());
    }

    @Test
    void arrays_of_other_shapes_are_refused() {
        assertEquals(
                ErrorCode.SHAPE_MISMATCH,
                refusal(array(Tensor.of(new float[8], 2, 2, 2)), Map.of()).code());
        assertEquals(
                ErrorCode.EMPTY_INPUT,
                refusal(array(Tensor.of(new float[0], 2, 0)), Map.of()).code());
        assertEquals(
                ErrorCode.SHAPE_MISMATCH,
                refusal(array(Tensor.of(new float[200], 2, 100)), Map.of("numbers", "spectrogram"))
                        .code());
    }

    private static ByteBuffer at(byte[] wav) {
        return ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static Input array(Tensor tensor) {
        return Input.of(Modality.AUDIO, tensor);
    }

    private static MetaTransformerException refusal(byte[] bytes) {
        return refusal(SoundFiles.input("test", bytes), Map.of());
    }

    private static MetaTransformerException refusal(Input input, Map<String, Object> options) {
        return assertThrows(MetaTransformerException.class, () -> prepare(input, options));
    }

    private static Spectrogram prepare(Input input, Map<String, Object> options) {
        Options declared = Options.of(AudioOptionList.declared(), options);
        return AudioSession.prepare(input, AudioOptions.from(declared));
    }
}
