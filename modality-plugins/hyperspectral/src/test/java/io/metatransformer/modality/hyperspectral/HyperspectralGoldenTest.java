package io.metatransformer.modality.hyperspectral;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.testkit.Golden;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Scenes to vectors to tokens, against the reference's own scripts and its embedding stage. */
class HyperspectralGoldenTest {
    private static final Path FILES = Path.of("src/test/resources/golden/hyperspectral");
    private static final String[] CASES = {
        "hs01_pixel",
        "hs02_pixel_group3",
        "hs03_patch5_group3",
        "hs04_patch3_group5",
        "hs05_pixel_group5"
    };

    static String[] cases() {
        return CASES;
    }

    @ParameterizedTest
    @MethodSource("cases")
    void pixels_of_a_scene_become_the_tokens_of_the_reference(String name) {
        Golden golden = golden(name);
        int[] shape = golden.shape("input.cube");
        int[] points = golden.ints("input.points");

        try (TokenizerSession session = open(golden)) {
            for (int point = 0; point < points.length / 2; point++) {
                Input input =
                        Input.of(Modality.HYPERSPECTRAL, cube(golden, shape))
                                .withOptions(pixel(points, point));

                TokenSequence sequence = session.tokenize(input);

                assertTokens(golden, point, sequence);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void what_a_band_sees_is_what_the_reference_gathers(String name) {
        Golden golden = golden(name);
        int[] shape = golden.shape("input.cube");
        int[] points = golden.ints("input.points");
        Options options = Options.of(HyperspectralOptions.declared(), config(golden));
        Neighbourhood neighbourhood = HyperspectralOptions.neighbourhood(options);
        Cube cube =
                new SceneReader(options)
                        .open(Input.of(Modality.HYPERSPECTRAL, cube(golden, shape)));
        BandRange range = BandRange.of(name, cube, false);
        int[] bands = IntStream.range(0, shape[2]).toArray();

        for (int point = 0; point < points.length / 2; point++) {
            Pixel pixel = new Pixel(points[2 * point], points[2 * point + 1]);
            float[] values = neighbourhood.values(name, cube, bands, range, pixel, false);
            float[] vectors = neighbourhood.vectors(values, shape[2]);

            assertClose(
                    "vectors of point " + point,
                    part(golden, "intermediate.band_vectors", point),
                    vectors,
                    1e-6,
                    0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hs01_pixel", "hs04_patch3_group5"})
    void vectors_that_are_prepared_are_only_embedded(String name) {
        Golden golden = golden(name);
        int[] shape = golden.shape("intermediate.band_vectors");
        Tensor vectors =
                Tensor.of(part(golden, "intermediate.band_vectors", 1), shape[1], shape[2]);

        try (TokenizerSession session = open(golden)) {
            Input plain = Input.of(Modality.HYPERSPECTRAL, vectors);
            Input said =
                    Input.of(Modality.HYPERSPECTRAL, vectors.reshape(1, shape[1], shape[2]))
                            .withOptions(Map.of("array", "vectors"));

            assertTokens(golden, 1, session.tokenize(plain));
            assertTokens(golden, 1, session.tokenize(said));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "envi_bsq_u16, hs10_bsq_u16.hdr",
        "envi_bsq_u16, hs10_bsq_u16.img",
        "envi_bip_f32_be, hs10_bip_f32_be.hdr",
        "mat_v5_compressed, hs10_v5_compressed.mat",
        "netcdf3_band_y_x, hs10_classic.nc",
        "tiff_planar_u16, hs10_planar_u16.tif"
    })
    void every_format_gives_the_samples_that_its_file_holds(String tensor, String file) {
        Golden golden = golden("hs10_file_formats");
        Options options = Options.defaults(HyperspectralOptions.declared());

        try (Cube cube = new SceneReader(options).open(input(file))) {
            assertArrayEquals(
                    golden.shape("output." + tensor),
                    new int[] {cube.axes().lines(), cube.axes().samples(), cube.axes().bands()});
            assertArrayEquals(golden.doubles("output." + tensor), all(cube));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"hs10_bsq_u16.hdr", "hs10_planar_u16.tif"})
    void a_file_becomes_the_tokens_of_the_reference(String file) {
        Golden golden = golden("hs10_file_formats");
        int[] points = golden.ints("input.points");

        try (TokenizerSession session = open(golden)) {
            for (int point = 0; point < points.length / 2; point++) {
                TokenSequence sequence =
                        session.tokenize(input(file).withOptions(pixel(points, point)));

                assertTokens(golden, point, sequence);
                assertEquals(new Layout.Rows(14), sequence.segments().get(0).layout());
                assertEquals(1, sequence.segments().get(0).specialTokens());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TR", "TE"})
    void the_class_that_a_file_gives_a_pixel_travels_along(String variable) {
        Golden golden = golden("hs10_file_formats");
        long[] labels = golden.longs("output.mat_" + variable);
        try (TokenizerSession session = open(golden)) {
            for (int[] pixel : new int[][] {{0, 0}, {3, 7}, {9, 11}, {5, 2}}) {
                Input input =
                        input("hs10_v5_compressed.mat")
                                .withOptions(
                                        Map.of(
                                                "row", pixel[0],
                                                "column", pixel[1],
                                                "labels", variable));

                TokenSequence tokens = session.tokenize(input);

                assertEquals(
                        String.valueOf(labels[pixel[0] * 12 + pixel[1]]),
                        tokens.segments().get(0).origin().fact("label").orElseThrow());
            }
        }
    }

    /** All samples, as [lines, samples, bands]. */
    static double[] all(Cube cube) {
        Axes axes = cube.axes();
        double[] all = new double[(int) axes.count()];
        double[] one = new double[1];
        int to = 0;
        for (int line = 0; line < axes.lines(); line++) {
            for (int sample = 0; sample < axes.samples(); sample++) {
                for (int band = 0; band < axes.bands(); band++) {
                    cube.samples().read(axes.index(line, sample, band), one, 1);
                    all[to++] = cube.meaning().value(one[0]);
                }
            }
        }
        return all;
    }

    private static void assertTokens(Golden golden, int point, TokenSequence sequence) {
        assertClose(
                "tokens of point " + point,
                part(golden, "output.tokens", point),
                sequence.tokens().toArray(),
                1e-5,
                0);
    }

    /** One of the first axis. */
    private static float[] part(Golden golden, String tensor, int index) {
        float[] all = golden.tensor(tensor).toArray();
        int size = all.length / golden.shape(tensor)[0];
        return Arrays.copyOfRange(all, index * size, (index + 1) * size);
    }

    private static Tensor cube(Golden golden, int[] shape) {
        double[] values = golden.doubles("input.cube");
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, shape);
    }

    private static Map<String, Object> pixel(int[] points, int point) {
        return Map.of("row", points[2 * point], "column", points[2 * point + 1]);
    }

    static Input input(String file) {
        return Input.of(Modality.HYPERSPECTRAL, FILES.resolve(file));
    }

    static Golden golden(String name) {
        return Golden.read(
                HyperspectralGoldenTest.class, "/golden/hyperspectral/" + name + ".safetensors");
    }

    static TokenizerSession open(Golden golden) {
        int width = golden.shape("output.tokens")[2];
        return new HyperspectralTokenizer()
                .open(
                        ModelPart.of(
                                "golden/hyperspectral",
                                width,
                                config(golden),
                                golden.weights("weights.")));
    }

    private static Map<String, Object> config(Golden golden) {
        Map<?, ?> said = (Map<?, ?>) golden.json("config");
        Map<String, Object> config = new HashMap<>();
        config.put("bands", said.get("bands"));
        config.put("patch", said.get("patch"));
        config.put("band_group", said.get("bandGroup"));
        return config;
    }
}
