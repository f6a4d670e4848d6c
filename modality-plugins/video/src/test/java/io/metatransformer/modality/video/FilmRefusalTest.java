package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilmRefusalTest {

    @ParameterizedTest
    @CsvSource({
        "/golden/video/bad/no_moov.mp4, TRUNCATED",
        "/golden/video/bad/text.mp4, UNSUPPORTED_FORMAT",
        "/clips/sound_alone.mp4, UNSUPPORTED_FORMAT",
        "/clips/other_codec.avi, UNSUPPORTED_FORMAT"
    })
    void bad_files_are_refused_for_what_is_wrong(String file, ErrorCode code) {
        assertEquals(code, Refusals.of(Files.input(file)).code());
    }

    @Test
    void a_codec_that_is_not_read_is_named() {
        String message = Refusals.of(Files.input("/clips/other_codec.avi")).getMessage();

        assertTrue(message.contains("snow") && message.contains("H.264"), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264.mp4",
                "fragmented.mp4",
                "turned270.mov",
                "vp9.webm",
                "odd_444.mkv",
                "mpeg4.avi",
                "transparent.gif"
            })
    void a_file_cut_anywhere_is_refused(String file) {
        byte[] whole = Files.bytes("/clips/" + file);
        try (TokenizerSession session = Refusals.open(Map.of())) {
            for (int length = 16; length < whole.length - 1; length += 97) {
                byte[] cut = Arrays.copyOf(whole, length);
                var refusal =
                        assertThrows(
                                MetaTransformerException.class,
                                () -> session.tokenize(Input.of(Modality.VIDEO, cut)),
                                file + " of " + length + " bytes");

                assertTrue(
                        refusal.code() == ErrorCode.TRUNCATED
                                || refusal.code() == ErrorCode.CORRUPT,
                        file + " of " + length + " bytes: " + refusal);
            }
        }
    }

    @Test
    void frames_before_the_end_of_a_cut_file_are_read_if_the_caller_says_so() {
        byte[] whole = Files.bytes("/golden/video/vd06_mjpeg.avi");
        Input cut = Input.of(Modality.VIDEO, Arrays.copyOf(whole, whole.length / 2));
        assertEquals(ErrorCode.TRUNCATED, Refusals.of(cut).code());

        try (TokenizerSession session = Refusals.open(Map.of())) {
            TokenSequence tokens = session.tokenize(cut.withOptions(Map.of("lenient", true)));

            int frames =
                    Integer.parseInt(
                            tokens.segments().get(0).origin().fact("frames").orElseThrow());
            assertTrue(frames > 5 && frames < 40, frames + " frames");
        }
    }

    @Test
    void a_damaged_frame_is_not_patched_over() {
        byte[] bytes = Files.bytes("/golden/video/vd04_h264.mp4");
        int data = indexOf(bytes, "mdat");
        for (int i = 2000; i < 2200; i++) {
            bytes[data + i] ^= (byte) 0x5A;
        }
        Input damaged = Input.of(Modality.VIDEO, bytes);

        var refusal = Refusals.of(damaged);

        assertEquals(ErrorCode.CORRUPT, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("lenient"), refusal.getMessage());
    }

    @Test
    void frames_before_damage_are_the_same_in_every_run() {
        byte[] bytes = Files.bytes("/golden/video/vd04_h264.mp4");
        int data = indexOf(bytes, "mdat");
        for (int i = 12_000; i < 12_200; i++) {
            bytes[data + i] ^= (byte) 0x5A;
        }
        Input damaged =
                Input.of(Modality.VIDEO, bytes).withOptions(Map.of("lenient", true, "rate", 1));

        try (TokenizerSession session = Refusals.open(Map.of())) {
            TokenSequence first = session.tokenize(damaged);

            for (int run = 0; run < 10; run++) {
                assertEquals(first.tokens(), session.tokenize(damaged).tokens());
            }
        }
    }

    /** The width and height of the sample description, in MP4's 'avc1' box. */
    @Test
    void a_huge_claim_in_a_small_file_is_refused_before_anything_is_decoded() {
        byte[] bytes = Files.bytes("/clips/av1.mp4");
        int box = indexOf(bytes, "av01");
        ByteBuffer.wrap(bytes)
                .putShort(box + 28, (short) 60_000)
                .putShort(box + 30, (short) 60_000);

        var refusal = Refusals.of(Input.of(Modality.VIDEO, bytes));

        assertTrue(
                refusal.code() == ErrorCode.LIMIT_EXCEEDED || refusal.code() == ErrorCode.CORRUPT,
                refusal.toString());
    }

    @Test
    void a_screen_past_the_limit_is_refused() {
        byte[] bytes = Files.bytes("/clips/transparent.gif");
        bytes[6] = (byte) 0xFF;
        bytes[7] = (byte) 0xFF;

        assertEquals(ErrorCode.LIMIT_EXCEEDED, Refusals.of(Input.of(Modality.VIDEO, bytes)).code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264.mp4", "vp9.webm", "mpeg4.avi", "transparent.gif"})
    void more_frames_than_the_model_scans_are_refused(String file) {
        try (TokenizerSession session = Refusals.open(Map.of("max_frames", 5))) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> session.tokenize(Files.input("/clips/" + file)));

            assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
            assertTrue(refusal.getMessage().contains("max_frames"), refusal.getMessage());
        }
    }

    @Test
    void a_container_names_no_other_file() {
        String playlist = "#EXTM3U\n#EXTINF:1,\nfile:///etc/hostname\n";
        ByteArrayOutputStream disguised = new ByteArrayOutputStream();
        disguised.writeBytes(new byte[] {0, 0, 0, 16});
        disguised.writeBytes("ftypisom\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1));
        disguised.writeBytes(playlist.getBytes(StandardCharsets.ISO_8859_1));

        var refusal = Refusals.of(Input.of(Modality.VIDEO, disguised.toByteArray()));

        assertFalse(refusal.getMessage().contains("hostname"), refusal.getMessage());
        assertEquals(ErrorCode.Turn.CALLER, refusal.code().turn());
    }

    @Test
    void frames_that_are_no_whole_number_of_tubes_are_refused_as_an_option() {
        var refusal = Refusals.of(Files.input("/clips/h264.mp4"), Map.of("frames", 5));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
    }

    private static int indexOf(byte[] bytes, String tag) {
        return new String(bytes, StandardCharsets.ISO_8859_1).indexOf(tag);
    }
}
