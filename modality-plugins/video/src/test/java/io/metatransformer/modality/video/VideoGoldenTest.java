package io.metatransformer.modality.video;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.raster.Image8;
import io.metatransformer.raster.Rows8;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VideoGoldenTest {
    private static final int D = 32;
    private final VideoTokenizer tokenizer = new VideoTokenizer();

    @ParameterizedTest
    @CsvSource({
        "vd04_mp4_h264, 16, 4",
        "vd05_mkv_short_30frames, 8, 4",
        "vd06_avi_mjpeg, 8, 2",
        "vd07_gif, 8, 2"
    })
    void a_file_becomes_the_tokens_of_the_reference(String name, int frames, int rate) {
        Golden golden = golden(name);
        Input input = Files.input("/golden/video/" + golden.text("file"));
        Map<String, Object> config = Map.of("frames", frames, "rate", rate, "size", 48);
        VideoOptions options = VideoOptions.from(Options.of(tokenizer.options(), config));

        try (Film film = FilmFormat.open(input, options)) {
            assertFramesAreThoseOf(golden, film);
            Take take = Take.of(film, options, input.name());

            assertEquals(golden.ints("input.frame_count")[0], take.count());
            assertArrayEquals(golden.ints("input.frame_index"), take.indices());
            if (golden.names().contains("intermediate.normalized")) {
                Within.assertClose(
                        "normalised",
                        golden.tensor("intermediate.normalized").toArray(),
                        Clip.normalised(take.images(), options.mean(), options.std()).values(),
                        1e-6,
                        0);
            }
        }

        try (TokenizerSession session = open(golden, config)) {
            TokenSequence tokens = session.tokenize(input);

            Within.assertClose("tokens", golden.tensor("output.tokens"), tokens.tokens(), 5e-5, 0);
            Segment segment = tokens.segments().get(0);
            assertEquals(new Layout.Volume(frames / 2, 6, 6), segment.layout());
            assertEquals(
                    Integer.toString(golden.ints("input.frame_count")[0]),
                    segment.origin().fact("frames").orElseThrow());
            assertArrayEquals(
                    golden.ints("input.frame_index"),
                    ints(segment.origin().arrays().get("frames")));
        }
    }

    private static void assertFramesAreThoseOf(Golden golden, Film film) {
        int[] chosen = golden.ints("input.frame_index");
        int[] samples = golden.ints("input.decoded_frames");
        int[] shape = golden.shape("input.decoded_frames");
        int size = shape[1] * shape[2] * shape[3];
        film.watch(
                Film.ALL,
                (index, shot) -> {
                    for (int t = 0; t < chosen.length; t++) {
                        if (chosen[t] == index) {
                            int[] expected = Arrays.copyOfRange(samples, t * size, (t + 1) * size);
                            assertArrayEquals(expected, samples(shot.picture()), "frame " + index);
                        }
                    }
                });
    }

    private static int[] samples(Rows8 picture) {
        int stride = picture.width() * picture.channels();
        int[] all = new int[stride * picture.height()];
        int[] row = new int[stride];
        for (int y = 0; y < picture.height(); y++) {
            picture.row(y, row);
            System.arraycopy(row, 0, all, y * stride, stride);
        }
        return all;
    }

    @Test
    void prepared_numbers_are_embedded_and_nothing_else() {
        Golden golden = golden("vd01_tubelet_embed");
        Tensor clips = golden.tensor("input.clip");
        int size = clips.elements() / 2;

        try (TokenizerSession session = open(golden, Map.of())) {
            for (int n = 0; n < 2; n++) {
                Tensor clip = Tensor.of(clips.data().slice(n * size, size), 3, 4, 32, 32);
                TokenSequence tokens = session.tokenize(Input.of(Modality.VIDEO, clip));

                float[] all = golden.tensor("output.tokens").toArray();
                float[] expected = Arrays.copyOfRange(all, n * 32 * D, (n + 1) * 32 * D);
                Within.assertClose("clip " + n, expected, tokens.tokens().toArray(), 5e-5, 0);
                assertEquals(new Layout.Volume(2, 4, 4), tokens.segments().get(0).layout());
            }
        }
    }

    @Test
    void positions_are_the_sinusoids_of_the_reference() {
        Golden golden = golden("vd01_tubelet_embed");

        Tensor table = TubePositions.sinusoids(D).of(new TubeGrid(2, 4, 4, 2, 8));

        Within.assertClose(
                "table",
                golden.tensor("intermediate.pos_table").toArray(),
                table.toArray(),
                1e-6,
                0);
    }

    @Test
    void learned_positions_are_resized_in_space_and_then_in_time() {
        Golden golden = golden("vd12_pos_table");
        TubePositions learned =
                TubePositions.learned(golden.tensor("output.table"), new TubeOptions.Grid(8, 4, 4));

        Tensor wider = learned.of(new TubeGrid(8, 6, 6, 2, 8));
        Tensor shorter = learned.of(new TubeGrid(4, 6, 6, 2, 8));

        float[] spatial = golden.tensor("output.spatial_resized").toArray();
        float[] temporal = golden.tensor("output.temporal_resized").toArray();
        Within.assertClose("in space", spatial, wider.toArray(), 1e-5, 0);
        Within.assertClose("in time", temporal, shorter.toArray(), 1e-5, 0);
    }

    @Test
    void views_are_cut_out_along_time_and_the_longer_edge() {
        Golden golden = golden("vd11_multi_view");
        Film film = film(golden);
        for (int t = 0; t < 3; t++) {
            for (int s = 0; s < 3; s++) {
                Map<String, Object> config =
                        Map.of(
                                "sampling",
                                "test",
                                "frames",
                                8,
                                "rate",
                                4,
                                "size",
                                32,
                                "temporal_views",
                                3,
                                "temporal_view",
                                t,
                                "spatial_views",
                                3,
                                "spatial_view",
                                s);
                VideoOptions options = VideoOptions.from(Options.of(tokenizer.options(), config));

                Take take = Take.of(film, options, "film");
                Clip clip = Clip.normalised(take.images(), options.mean(), options.std());

                String view = "output.view_t" + t + "_s" + s;
                Within.assertClose(
                        view, golden.tensor(view + "_mean").toArray(), means(clip), 1e-6, 1e-6);
                if (golden.names().contains(view)) {
                    float[] whole = golden.tensor(view).toArray();
                    Within.assertClose(view, whole, clip.values(), 1e-6, 0);
                }
            }
        }
    }

    private static float[] means(Clip clip) {
        int plane = clip.height() * clip.width();
        float[] means = new float[Clip.CHANNELS * clip.frames()];
        for (int n = 0; n < means.length; n++) {
            double sum = 0;
            for (int i = 0; i < plane; i++) {
                sum += clip.values()[n * plane + i];
            }
            means[n] = (float) (sum / plane);
        }
        return means;
    }

    private static Film film(Golden golden) {
        int[] shape = golden.shape("input.frames");
        int[] samples = golden.ints("input.frames");
        int size = shape[1] * shape[2] * shape[3];
        List<Image8> frames = new ArrayList<>();
        for (int n = 0; n < shape[0]; n++) {
            byte[] frame = new byte[size];
            for (int i = 0; i < size; i++) {
                frame[i] = (byte) samples[n * size + i];
            }
            frames.add(new Image8(shape[2], shape[1], shape[3], frame));
        }
        return new MemoryFilm(frames, frames.size());
    }

    private static int[] ints(Tensor tensor) {
        float[] values = tensor.toArray();
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private TokenizerSession open(Golden golden, Map<String, Object> config) {
        return tokenizer.open(
                ModelPart.of(
                        "test/tokenizers/video",
                        D,
                        config,
                        tokenizer.adopt(golden.weights("weights."))));
    }

    private static Golden golden(String name) {
        return Golden.read(VideoGoldenTest.class, "/golden/video/" + name + ".safetensors");
    }
}
