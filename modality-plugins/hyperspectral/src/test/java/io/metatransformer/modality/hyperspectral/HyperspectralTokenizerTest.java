package io.metatransformer.modality.hyperspectral;

import static io.metatransformer.modality.hyperspectral.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HyperspectralTokenizerTest {
    private static final int WIDTH = 8;
    private static final HyperspectralTokenizer TOKENIZER = new HyperspectralTokenizer();

    @Test
    void without_a_pixel_the_one_in_the_middle_is_read() {
        try (TokenizerSession session = open(Map.of("bands", 6))) {
            Input scene = SceneReaderTest.input("mat5_plain.mat");

            TokenSequence middle = session.tokenize(scene);
            TokenSequence named =
                    session.tokenize(scene.withOptions(Map.of("row", 2, "column", 2)));

            assertEquals(named.tokens(), middle.tokens());
            assertEquals("2", middle.segments().get(0).origin().fact("row").orElseThrow());
        }
    }

    @Test
    void where_a_pixel_lies_and_which_bands_its_tokens_are_travels_along() {
        Map<String, Object> config = Map.of("bands", 4, "patch", 3, "use_bad_band_list", true);
        try (TokenizerSession session = open(config)) {
            Input corner =
                    SceneReaderTest.input("envi_data_first.zip")
                            .withOptions(Map.of("row", 0, "column", 4));

            TokenSequence tokens = session.tokenize(corner);

            Origin origin = tokens.segments().get(0).origin();
            assertEquals(5, tokens.length());
            assertEquals("5", origin.fact(Origin.WIDTH).orElseThrow());
            assertEquals("4", origin.fact(Origin.HEIGHT).orElseThrow());
            assertEquals("3", origin.fact(Origin.CROP_LEFT).orElseThrow());
            assertEquals("0", origin.fact(Origin.CROP_TOP).orElseThrow());
            assertEquals("2", origin.fact(Origin.CROP_WIDTH).orElseThrow());
            assertEquals("2", origin.fact(Origin.CROP_HEIGHT).orElseThrow());
            assertArrayEquals(new float[] {0, 1, 3, 4}, origin.arrays().get("band").toArray());
            assertArrayEquals(
                    new float[] {400, 410, 430, 440}, origin.arrays().get("wavelength").toArray());
        }
    }

    @Test
    void a_masked_sample_counts_for_nothing_and_becomes_zero() {
        // Band 0 of lines 0 to 3: masked, -1, 3, 7.
        Tensor scene = Tensor.of(new float[] {-99, 5, -1, 5, 3, 5, 7, 5}, 4, 1, 2);
        Map<String, Object> ignore = Map.of("ignore_value", -99);

        assertArrayEquals(new float[] {0, 0}, vectors(scene, ignore, 0));
        assertArrayEquals(new float[] {0.5f, 0}, vectors(scene, ignore, 2));
        assertArrayEquals(new float[] {1, 0}, vectors(scene, ignore, 3));
    }

    @Test
    void numbers_that_are_none_are_refused_or_read_as_zero() {
        Tensor scene =
                Tensor.of(new float[] {Float.NaN, 5, -1, Float.POSITIVE_INFINITY, 3, 6}, 3, 1, 2);

        assertRefused(ErrorCode.NON_FINITE, "band 0", () -> vectors(scene, Map.of(), 2));
        assertArrayEquals(new float[] {1, 1}, vectors(scene, Map.of("non_finite", "zero"), 2));
        assertArrayEquals(new float[] {0, 0}, vectors(scene, Map.of("non_finite", "zero"), 0));
    }

    @Test
    void a_tile_is_scaled_by_the_range_of_its_scene() {
        Tensor tile = Tensor.of(new float[] {20, 5}, 1, 1, 2);
        Map<String, Object> range =
                Map.of("range_min", List.of(10, 5), "range_max", List.of(50, 5));

        assertArrayEquals(new float[] {0.25f, 0}, vectors(tile, range, 0));
    }

    @Test
    void the_range_of_a_scene_can_be_learned_and_gives_the_same_tokens() {
        Input scene = SceneReaderTest.input("netcdf1.nc").withOptions(Map.of("row", 1));
        Map<String, Object> config = new HashMap<>(Map.of("bands", 6));
        Map<String, Object> learned =
                TOKENIZER.learn(scene, Options.of(TOKENIZER.options(), config));
        Map<String, Object> fitted = new HashMap<>(config);
        fitted.putAll(learned);

        // The sample -7 is masked, so the smallest of band 0 is its neighbour's.
        assertEquals(List.of(3.0, -6.0, -5.0, -4.0, -3.0, -2.0), learned.get("range_min"));
        assertEquals(List.of(333.0, 334.0, 335.0, 336.0, 337.0, 338.0), learned.get("range_max"));
        try (TokenizerSession plain = open(config);
                TokenizerSession ranged = open(fitted)) {
            assertEquals(plain.tokenize(scene).tokens(), ranged.tokenize(scene).tokens());
        }
    }

    @Test
    void a_band_without_any_value_is_learned_as_zero_everywhere() {
        Tensor scene = Tensor.of(new float[] {-99, 5, -99, 6}, 2, 1, 2);
        Options options = Options.of(TOKENIZER.options(), Map.of("ignore_value", -99));

        Map<String, Object> learned =
                TOKENIZER.learn(Input.of(Modality.HYPERSPECTRAL, scene), options);

        assertEquals(List.of(0.0, 5.0), learned.get("range_min"));
        assertEquals(List.of(0.0, 6.0), learned.get("range_max"));
    }

    @Test
    void the_widest_range_of_doubles_is_no_overflow() {
        BandRange range =
                new BandRange(
                        new double[] {-Double.MAX_VALUE},
                        new double[] {Double.MAX_VALUE},
                        new double[1]);

        assertEquals(0.5, range.normalised(0, 0));
        assertEquals(1, range.normalised(0, Double.MAX_VALUE));
    }

    @Test
    void the_left_half_of_a_group_runs_backwards_unless_asked_otherwise() {
        float[] values = {0, 1, 2, 3, 4, 5};
        int[] centres = {1, 0, 2, 3, 4};
        int[] rising = {0, 1, 2, 3, 4};

        assertArrayEquals(group(centres), band2(new Neighbourhood(3, 5, false), values));
        assertArrayEquals(group(rising), band2(new Neighbourhood(3, 5, true), values));
        assertArrayEquals(group(rising), band2(new Neighbourhood(1, 5, false), values));
    }

    private static float[] group(int[] bands) {
        float[] group = new float[bands.length];
        for (int g = 0; g < bands.length; g++) {
            group[g] = bands[g];
        }
        return group;
    }

    /** The vector of band 2, its first pixel alone. */
    private static float[] band2(Neighbourhood neighbourhood, float[] spectrum) {
        int Q = neighbourhood.patch() * neighbourhood.patch();
        float[] values = new float[Q * spectrum.length];
        for (int q = 0; q < Q; q++) {
            System.arraycopy(spectrum, 0, values, q * spectrum.length, spectrum.length);
        }
        float[] vectors = neighbourhood.vectors(values, spectrum.length);
        float[] first = new float[neighbourhood.group()];
        for (int g = 0; g < first.length; g++) {
            first[g] = vectors[2 * neighbourhood.length() + g * Q];
        }
        return first;
    }

    @ParameterizedTest
    @CsvSource({
        "bands=7, row=0, SHAPE_MISMATCH, 6 bands",
        "bands=5, row=0, SHAPE_MISMATCH, 6 bands",
        "bands=6, row=4, BAD_CONFIG, outside the scene",
        "bands=6, column=5, BAD_CONFIG, outside the scene",
        "bands=6, row=-1, BAD_CONFIG, row",
        "patch=11, row=0, BAD_CONFIG, too large",
        "bands=6, range_min=1, BAD_CONFIG, one number per band",
        "bands=6, axis_order=lines, BAD_CONFIG, axis_order",
        "max_tokens=6, row=0, LIMIT_EXCEEDED, max_tokens",
        "bands=6, bands=6, BAD_CONFIG, belongs to the model"
    })
    void what_does_not_fit_is_refused(String model, String request, ErrorCode code, String words) {
        Map<String, Object> config = new HashMap<>(Map.of("bands", 6));
        config.putAll(option(model));
        Input scene = SceneReaderTest.input("mat5_plain.mat").withOptions(option(request));

        try (TokenizerSession session = open(config)) {
            assertRefused(code, words, () -> session.tokenize(scene));
        }
    }

    private static Map<String, Object> option(String text) {
        return Map.of(text.split("=")[0], text.split("=")[1]);
    }

    @ParameterizedTest
    @CsvSource({
        "mat5_plain.mat, other, SHAPE_MISMATCH, '[2, 3] for a scene of 4 x 5'",
        "mat5_plain.mat, none, BAD_CONFIG, no variable 'none'",
        "mat5_plain.mat, name, UNSUPPORTED_FORMAT, no real numbers",
        "netcdf1.nc, other, BAD_CONFIG, MATLAB"
    })
    void labels_that_do_not_fit_are_refused(
            String file, String labels, ErrorCode code, String words) {
        try (TokenizerSession session = open(Map.of("bands", 6))) {
            Input scene = SceneReaderTest.input(file).withOptions(Map.of("labels", labels));

            assertRefused(code, words, () -> session.tokenize(scene));
        }
    }

    @ParameterizedTest
    @CsvSource({"patch, 2", "band_group, 4"})
    void a_side_without_a_middle_is_refused(String option, int even) {
        assertRefused(ErrorCode.BAD_CONFIG, "odd", () -> open(Map.of(option, even)));
    }

    @Test
    void fewer_bands_take_the_first_positions_where_that_is_allowed() {
        Input scene = SceneReaderTest.input("mat5_plain.mat");
        Map<String, Object> config = Map.of("bands", 9, "fewer_bands", true);
        try (TokenizerSession session = open(config)) {
            TokenSequence tokens = session.tokenize(scene);

            Tensor positions = drawn(config).get("pos_embedding");
            Tensor classToken = drawn(config).get("cls_token");
            assertEquals(7, tokens.length());
            assertEquals(
                    classToken.data().get(0) + positions.data().get(0),
                    tokens.tokens().data().get(0));
        }
    }

    @Test
    void without_a_class_token_its_position_is_left_out() {
        Input scene = SceneReaderTest.input("mat5_plain.mat");
        Map<String, Object> with = Map.of("bands", 6);
        Map<String, Object> without = Map.of("bands", 6, "cls", "none");
        try (TokenizerSession one = open(with);
                TokenizerSession other = open(without)) {
            Tensor long7 = one.tokenize(scene).tokens();
            TokenSequence short6 = other.tokenize(scene);

            assertEquals(6, short6.length());
            assertEquals(0, short6.segments().get(0).specialTokens());
            assertArrayEquals(
                    Arrays.copyOfRange(long7.toArray(), WIDTH, 7 * WIDTH),
                    short6.tokens().toArray());
        }
    }

    @Test
    void without_positions_any_number_of_bands_is_read() {
        try (TokenizerSession session = open(Map.of("pos_embed", "none"))) {
            assertEquals(7, session.tokenize(SceneReaderTest.input("mat5_plain.mat")).length());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'6,2', SHAPE_MISMATCH, 'got Tensor[6, 2]'",
        "'2,6,1', SHAPE_MISMATCH, 'got Tensor[2, 6, 1]'",
        "'0,1', EMPTY_INPUT, no bands"
    })
    void vectors_of_another_shape_are_refused(String shape, ErrorCode code, String words) {
        int[] sizes = Arrays.stream(shape.split(",")).mapToInt(Integer::parseInt).toArray();
        int count = Arrays.stream(sizes).reduce(1, (a, b) -> a * b);
        Input input =
                Input.of(Modality.HYPERSPECTRAL, Tensor.of(new float[count], sizes))
                        .withOptions(Map.of("array", "vectors"));

        try (TokenizerSession session = open(Map.of("bands", 6))) {
            assertRefused(code, words, () -> session.tokenize(input));
        }
    }

    @Test
    void a_checkpoint_of_the_reference_gives_its_own_tensors() {
        Tensor any = Tensor.of(new float[] {1}, 1);
        Map<String, Tensor> checkpoint =
                Map.of(
                        "module.pos_embedding", any,
                        "module.cls_token", any,
                        "module.patch_to_embedding.weight", Tensor.of(new float[9], 1, 9),
                        "module.patch_to_embedding.bias", any,
                        "module.transformer.layers.0.norm", any,
                        "module.mlp_head.1.weight", any);

        assertEquals(
                Set.of(
                        "pos_embedding",
                        "cls_token",
                        "patch_to_embedding.weight",
                        "patch_to_embedding.bias"),
                TOKENIZER.adopt(Weights.of(checkpoint)).names());
        assertEquals(Set.of(), TOKENIZER.adopt(Weights.of(Map.of("cls_token", any))).names());
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "3, 3", "15, 15", "9, 0", "75, 0"})
    void adopted_tensors_tell_bands_and_what_a_token_sees_if_it_is_plain(int length, int group) {
        Map<String, Tensor> adopted =
                Map.of(
                        "pos_embedding", Tensor.of(new float[104 * 2], 1, 104, 2),
                        "patch_to_embedding.weight", Tensor.of(new float[2 * length], 2, length));

        Map<String, Object> told = TOKENIZER.configure(Weights.of(adopted), Map.of());

        assertEquals(103, told.get("bands"));
        assertEquals(group == 0 ? null : group, told.get("band_group"));
        assertEquals(group == 0 ? null : 1, told.get("patch"));
    }

    @Test
    void a_scene_is_drawn_in_false_colours_beside_its_mean_spectrum() {
        try (TokenizerSession session = open(Map.of("bands", 6))) {
            Input scene = SceneReaderTest.input("netcdf1.nc");

            Preview preview = session.preview(scene).orElseThrow();
            Preview other =
                    session.preview(scene.withOptions(Map.of("row", 0, "column", 0))).orElseThrow();

            String svg = text(preview);
            assertEquals(Preview.SVG, preview.mediaType());
            assertTrue(preview.caption().contains("5 × 4 px, 6 bands"), preview.caption());
            assertTrue(svg.contains("data:image/png"), "a picture");
            assertTrue(svg.contains(">400<") && svg.contains(">450<"), "wavelengths");
            assertNotEquals(svg, text(other), "the pixel is marked");
        }
    }

    @Test
    void answers_are_drawn_upon_a_scene_in_false_colours_but_not_upon_spectra() {
        Tensor vectors = Tensor.of(new float[] {0, 1, 2, 3, 2, 1}, 6, 1);
        try (TokenizerSession session = open(Map.of("bands", 6))) {
            var scene = session.backdrop(SceneReaderTest.input("netcdf1.nc"), 100).orElseThrow();

            assertEquals(5, ((Backdrop.Picture) scene).width());
            assertEquals(4, ((Backdrop.Picture) scene).userHeight());
            assertTrue(session.backdrop(Input.of(Modality.HYPERSPECTRAL, vectors), 100).isEmpty());
        }
    }

    @Test
    void vectors_that_are_prepared_are_drawn_as_lines() {
        Tensor vectors = Tensor.of(new float[] {0, 1, 2, 3, 2, 1}, 6, 1);
        try (TokenizerSession session = open(Map.of("bands", 6))) {
            Preview preview =
                    session.preview(Input.of(Modality.HYPERSPECTRAL, vectors)).orElseThrow();

            assertTrue(preview.caption().contains("6 band vectors"), preview.caption());
            assertTrue(text(preview).contains("<path"), "a line");
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() {
        try (TokenizerSession session = open(Map.of())) {
            assertRefused(
                    ErrorCode.UNSUPPORTED_FORMAT,
                    "ENVI",
                    () -> session.preview(Input.of(Modality.HYPERSPECTRAL, new byte[] {1, 2, 3})));
        }
    }

    private static String text(Preview preview) {
        return StandardCharsets.UTF_8.decode(preview.bytes()).toString();
    }

    /** The vectors of one line's first pixel. */
    private static float[] vectors(Tensor scene, Map<String, Object> options, int line) {
        float[] weight = new float[WIDTH];
        weight[0] = 1;
        Map<String, Tensor> weights =
                Map.of(
                        "patch_to_embedding.weight", Tensor.of(weight, WIDTH, 1),
                        "patch_to_embedding.bias", Tensor.of(new float[WIDTH], WIDTH));
        Map<String, Object> config = Map.of("cls", "none", "pos_embed", "none");
        ModelPart part = ModelPart.of("test", WIDTH, config, Weights.of(weights));
        Map<String, Object> request = new HashMap<>(options);
        request.put("row", line);
        try (TokenizerSession session = TOKENIZER.open(part)) {
            Input input = Input.of(Modality.HYPERSPECTRAL, scene).withOptions(request);
            Tensor tokens = session.tokenize(input).tokens();
            float[] firsts = new float[tokens.size(0)];
            for (int band = 0; band < firsts.length; band++) {
                firsts[band] = tokens.data().get(band * WIDTH);
            }
            return firsts;
        }
    }

    private static Map<String, Tensor> drawn(Map<String, Object> config) {
        Options options = Options.of(TOKENIZER.options(), config);
        Map<String, Tensor> drawn = new HashMap<>();
        for (WeightSpec spec : TOKENIZER.weights(options, WIDTH)) {
            if (spec.required()) {
                drawn.put(spec.name(), spec.draw(7));
            }
        }
        return drawn;
    }

    private static TokenizerSession open(Map<String, Object> config) {
        return TOKENIZER.open(
                ModelPart.of("test/hyperspectral", WIDTH, config, Weights.of(drawn(config))));
    }
}
