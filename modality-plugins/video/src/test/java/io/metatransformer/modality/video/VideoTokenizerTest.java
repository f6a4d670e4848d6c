package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.raster.Image8;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class VideoTokenizerTest {

    @Test
    void a_clip_knows_its_frames_seconds_and_pixels() {
        Input clip = Files.input("/clips/turned90.mp4").withOptions(Map.of("rate", 1));
        try (TokenizerSession session = Refusals.open(Map.of())) {
            TokenSequence tokens = session.tokenize(clip);

            Origin origin = tokens.segments().get(0).origin();
            assertEquals(new Layout.Volume(2, 2, 2), tokens.segments().get(0).layout());
            assertEquals("20", origin.fact("frames").orElseThrow());
            assertEquals("dense", origin.fact("sampling").orElseThrow());
            assertEquals("48", origin.fact(Origin.WIDTH).orElseThrow());
            assertEquals("64", origin.fact(Origin.HEIGHT).orElseThrow());
            assertEquals("48.0", origin.fact(Origin.CROP_WIDTH).orElseThrow());
            assertEquals(Tensor.of(new float[] {8, 9, 10, 11}, 4), origin.arrays().get("frames"));
            float[] seconds = origin.arrays().get("seconds").toArray();
            assertEquals(8 / 25.0, seconds[0], 1e-6);
        }
    }

    @Test
    void a_sparse_clip_of_too_short_a_video_says_that_it_is_uniform() {
        Input clip =
                Files.input("/clips/odd_444.mkv")
                        .withOptions(Map.of("sampling", "sparse", "frames", 16, "size", 16));
        try (TokenizerSession session = Refusals.open(Map.of())) {
            Origin origin = session.tokenize(clip).segments().get(0).origin();

            assertEquals("10", origin.fact("frames").orElseThrow());
            assertEquals("uniform", origin.fact("sampling").orElseThrow());
        }
    }

    @Test
    void a_wrong_announcement_costs_a_second_look_and_nothing_else() {
        List<Image8> frames = new ArrayList<>();
        for (int n = 0; n < 30; n++) {
            byte[] samples = new byte[40 * 40 * 3];
            java.util.Arrays.fill(samples, (byte) n);
            frames.add(new Image8(40, 40, 3, samples));
        }
        VideoOptions options =
                VideoOptions.from(
                        Options.of(VideoOptionList.all(), Map.of("size", 32, "frames", 4)));

        Take expected = Take.of(new MemoryFilm(frames, 30), options, "film");
        for (int announced : new int[] {0, 1, 29, 1000, Integer.MAX_VALUE}) {
            Take take = Take.of(new MemoryFilm(frames, announced), options, "film");

            assertEquals(30, take.count());
            assertEquals(expected.images(), take.images());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264.mp4", "vp8.webm", "mpeg4.avi", "hevc.mp4", "transparent.gif"})
    void a_container_that_is_right_about_its_frames_may_be_trusted(String file) {
        Input clip = Files.input("/clips/" + file);
        try (TokenizerSession session = Refusals.open(Map.of())) {
            TokenSequence exact = session.tokenize(clip);
            TokenSequence trusting = session.tokenize(clip.withOptions(Map.of("count", "packets")));

            assertEquals(exact.tokens(), trusting.tokens());
            assertEquals(
                    exact.segments().get(0).origin().facts(),
                    trusting.segments().get(0).origin().facts());
        }
    }

    @Test
    void a_trusted_video_is_watched_no_further_than_its_last_chosen_frame() {
        byte[] bytes = Files.bytes("/golden/video/vd06_mjpeg.avi");
        int middle = bytes.length * 3 / 4;
        for (int i = 0; i < 60; i++) {
            bytes[middle + i] = 0;
        }
        Input damaged = Input.of(Modality.VIDEO, bytes);
        Map<String, Object> first = Map.of("count", "packets", "sampling", "test", "rate", 1);

        assertEquals(ErrorCode.CORRUPT, Refusals.of(damaged).code());
        try (TokenizerSession session = Refusals.open(Map.of())) {
            assertEquals(8, session.tokenize(damaged.withOptions(first)).length());
        }
    }

    @Test
    void data2seq_takes_frames_as_they_are() {
        Input clip = Files.input("/clips/h264.mp4");
        try (TokenizerSession session = Refusals.open(Map.of("profile", "data2seq"))) {
            TokenSequence tokens = session.tokenize(clip);

            assertEquals(new Layout.Volume(2, 3, 4), tokens.segments().get(0).layout());
        }
    }

    static List<Map<String, Object>> contradictions() {
        return List.of(
                Map.of("crop", 300),
                Map.of("sampling", "test", "temporal_view", 5),
                Map.of("sampling", "sparse-test", "spatial_view", 3),
                Map.of("sampling", "test", "resize", "none"),
                Map.of("std", List.of(1, 0, 1)),
                Map.of("mean", List.of(1, 2)));
    }

    @ParameterizedTest
    @MethodSource("contradictions")
    void options_that_make_no_sense_together_are_refused(Map<String, Object> options) {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> VideoOptions.from(Options.of(VideoOptionList.all(), options)));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264.mp4", "vp9.webm", "transparent.gif"})
    void a_preview_shows_some_frames_side_by_side(String file) {
        try (TokenizerSession session = Refusals.open(Map.of())) {
            Preview preview = session.preview(Files.input("/clips/" + file)).orElseThrow();

            assertEquals(Preview.PNG, preview.mediaType());
            assertEquals(0x89504E47, preview.bytes().getInt());
            assertTrue(preview.caption().matches("\\d+ frames of .* px; a clip of 4 .* s"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264.mp4", "vp9.webm", "transparent.gif"})
    void answers_are_drawn_upon_the_whole_first_frame(String file) {
        try (TokenizerSession session = Refusals.open(Map.of())) {
            Input clip = Files.input("/clips/" + file);

            var frame = (Backdrop.Picture) session.backdrop(clip, 500).orElseThrow();

            Origin origin = session.tokenize(clip).segments().get(0).origin();
            assertEquals(origin.fact(Origin.WIDTH).orElseThrow(), "" + frame.userWidth());
            assertEquals(origin.fact(Origin.HEIGHT).orElseThrow(), "" + frame.userHeight());
            assertEquals(frame.userWidth(), frame.width());
        }
    }

    @Test
    void a_preview_of_numbers_takes_mean_and_deviation_back() {
        float[] values = new float[3 * 2 * 32 * 32];
        try (TokenizerSession session = Refusals.open(Map.of())) {
            Preview preview =
                    session.preview(Input.of(Modality.VIDEO, Tensor.of(values, 3, 2, 32, 32)))
                            .orElseThrow();

            assertEquals("numbers, 2 frames of 32 × 32 px", preview.caption());
        }
    }

    @Test
    void a_preview_refuses_what_the_tokens_refuse() {
        try (TokenizerSession session = Refusals.open(Map.of())) {
            Input bad = Files.input("/golden/video/bad/no_moov.mp4");

            var refusal = assertThrows(MetaTransformerException.class, () -> session.preview(bad));

            assertEquals(ErrorCode.TRUNCATED, refusal.code());
        }
    }

    @Test
    void sound_and_pictures_in_the_same_kind_of_container_are_left_to_others() {
        VideoTokenizer tokenizer = new VideoTokenizer();
        for (String brand : List.of("M4A ", "heic", "avif")) {
            byte[] head = ("\0\0\0\24ftyp" + brand + "\0\0\0\0mp42").getBytes();

            assertFalse(tokenizer.recognises(ByteBuffer.wrap(head)), brand);
        }
    }
}
