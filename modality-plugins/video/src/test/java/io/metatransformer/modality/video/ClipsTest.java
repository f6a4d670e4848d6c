package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Options;
import io.metatransformer.raster.Rows8;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against the program of another version of FFmpeg: containers, codecs, pixel formats, turns, edit lists. */
class ClipsTest {
    private static final VideoOptions OPTIONS =
            VideoOptions.from(Options.of(VideoOptionList.all(), Map.of()));

    @ParameterizedTest
    @CsvFileSource(resources = "/clips/frames.csv", numLinesToSkip = 1)
    @EnabledIfSystemProperty( // elsewhere FFmpeg's faster paths round otherwise
            named = "os.arch",
            matches = "amd64|x86_64")
    void every_pixel_equals_what_the_ffmpeg_program_writes(
            String file, int width, int height, int frames, String sha256)
            throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (Film film = FilmFormat.open(Files.input("/clips/" + file), OPTIONS)) {
            int seen =
                    film.watch(
                            Film.ALL,
                            (index, shot) -> {
                                Rows8 picture = shot.picture();
                                assertEquals(width, picture.width());
                                assertEquals(height, picture.height());
                                digest(picture, digest);
                            });

            assertEquals(frames, seen);
            assertEquals(frames, film.announced());
            assertEquals(sha256, HexFormat.of().formatHex(digest.digest()));
        }
    }

    private static void digest(Rows8 picture, MessageDigest digest) {
        int[] row = new int[picture.width() * picture.channels()];
        byte[] bytes = new byte[row.length];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            for (int i = 0; i < row.length; i++) {
                bytes[i] = (byte) row[i];
            }
            digest.update(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "h264.mp4",
                "edit_list.mp4",
                "fragmented.mp4",
                "turned270.mov",
                "vp8.webm",
                "odd_444.mkv",
                "mpeg4.avi",
                "transparent.gif"
            })
    void times_rise_from_nought(String file) {
        double[] latest = {-1};
        try (Film film = FilmFormat.open(Files.input("/clips/" + file), OPTIONS)) {
            film.watch(
                    Film.ALL,
                    (index, shot) -> {
                        double now = shot.seconds().orElseThrow();
                        assertTrue(index == 0 ? now == 0 : now > latest[0], file + ": " + now);
                        latest[0] = now;
                    });
        }
    }

    @Test
    void the_list_of_clips_is_read() {
        String list = new String(Files.bytes("/clips/frames.csv"), StandardCharsets.UTF_8);

        assertEquals(23, list.lines().count());
    }
}
