package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Options;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** Every way out of a film gives its native memory back: to the end, by a refusal, by a viewer that gives up. */
class NativeMemoryTest {
    private static final int WARM_UP = 20;
    private static final int RUNS = 150;

    /** Of each file: a leak of one copy per run would be seen. */
    private static final int PADDING = 1 << 20;

    private static final long ALLOWED = 48 << 20;

    private static final VideoOptions OPTIONS = options(Map.of());

    @Test
    void many_films_watched_to_their_end_leave_nothing() {
        byte[] file = padded(Files.bytes("/clips/large.mp4"));

        assertNothingStays(
                () -> watch(file, OPTIONS, shot -> shot.picture().row(0, new int[3 * 640])));
    }

    @Test
    void refusals_leave_nothing() {
        byte[] whole = padded(Files.bytes("/clips/large.mp4"));
        byte[] cut = Arrays.copyOf(Files.bytes("/clips/large.mp4"), 4000);
        byte[] damaged = whole.clone();
        for (int i = 3000; i < 3100; i++) {
            damaged[i] ^= 0x5A;
        }
        VideoOptions few = options(Map.of("max_frames", 3));

        assertNothingStays(
                () -> {
                    refused(() -> watch(damaged, OPTIONS, Film.Shot::picture));
                    refused(() -> watch(cut, OPTIONS, Film.Shot::picture));
                    refused(() -> watch(whole, few, Film.Shot::picture));
                });
    }

    @Test
    void a_viewer_that_throws_leaves_nothing() {
        byte[] file = padded(Files.bytes("/clips/large.mp4"));

        assertNothingStays(
                () ->
                        assertThrows(
                                IllegalStateException.class,
                                () ->
                                        watch(
                                                file,
                                                OPTIONS,
                                                shot -> {
                                                    shot.picture();
                                                    throw new IllegalStateException("enough");
                                                })));
    }

    private static void assertNothingStays(Runnable use) {
        for (int run = 0; run < WARM_UP; run++) {
            use.run();
        }
        long before = resident();
        for (int run = 0; run < RUNS; run++) {
            use.run();
        }
        long grown = resident() - before;
        assertTrue(grown < ALLOWED, RUNS + " runs left " + (grown >> 20) + " MiB");
    }

    private static long resident() {
        System.gc();
        return Pointer.physicalBytes();
    }

    private static void watch(byte[] file, VideoOptions options, Consumer<Film.Shot> viewer) {
        Input input = Input.of(Modality.VIDEO, file);
        try (Film film = FilmFormat.open(input, options)) {
            film.announced();
            film.watch(Film.ALL, (index, shot) -> viewer.accept(shot));
        }
    }

    private static void refused(Runnable use) {
        assertThrows(MetaTransformerException.class, use::run);
    }

    private static VideoOptions options(Map<String, Object> given) {
        return VideoOptions.from(Options.of(VideoOptionList.all(), given));
    }

    /** With a box at its end that nobody reads. */
    private static byte[] padded(byte[] mp4) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(mp4);
        all.writeBytes(new byte[] {0, (byte) (PADDING >> 16), 0, 0, 'f', 'r', 'e', 'e'});
        all.writeBytes(new byte[PADDING - 8]);
        return all.toByteArray();
    }
}
