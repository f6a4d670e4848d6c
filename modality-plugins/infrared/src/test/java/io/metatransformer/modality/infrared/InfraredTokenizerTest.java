package io.metatransformer.modality.infrared;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureLimits;
import io.metatransformer.raster.PictureReader;
import io.metatransformer.raster.Planes;
import io.metatransformer.raster.RangeMapping;
import io.metatransformer.raster.RangeOptions;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InfraredTokenizerTest {
    private static final int D = 32;
    private static final Map<String, Object> WINDOW =
            Map.of(
                    "range",
                    "window",
                    "window_low",
                    10,
                    "window_high",
                    40,
                    "physical_scale",
                    0.01,
                    "physical_offset",
                    -273.15);
    private final InfraredTokenizer tokenizer = new InfraredTokenizer();

    private static Map<String, Object> range(String golden) {
        return switch (golden) {
            case "ir03_gray16_tif_percentile" -> Map.of("range", "percentile");
            case "ir04_radiometric_window" -> WINDOW;
            default -> Map.of();
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ir01_gray8_png",
                "ir02_gray16_png_minmax",
                "ir03_gray16_tif_percentile",
                "ir04_radiometric_window",
                "ir05_float_tif_nan",
                "ir06_pseudocolour_rgb"
            })
    void a_file_becomes_the_tokens_of_the_reference(String name) {
        Golden golden = golden(name);
        Map<String, Object> config = new TreeMap<>(range(name));
        config.put("size", 64);

        Planes planes =
                new InfraredPreparation()
                        .prepare(input(golden), Options.of(tokenizer.options(), config), 3)
                        .planes()
                        .get();
        float[] normalised = golden.tensor("intermediate.normalized").toArray();
        Within.assertClose("normalised", normalised, planes.values(), 1e-6, 0);

        try (TokenizerSession session = open(golden, config)) {
            TokenSequence tokens = session.tokenize(input(golden));

            Within.assertClose("tokens", golden.tensor("output.tokens"), tokens.tokens(), 5e-5, 0);
            assertEquals(new Layout.Grid(8, 8), tokens.segments().get(0).layout());
            assertEquals(Modality.INFRARED, tokens.segments().get(0).modality());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ir02_gray16_png_minmax",
                "ir03_gray16_tif_percentile",
                "ir04_radiometric_window",
                "ir05_float_tif_nan"
            })
    void deep_samples_are_mapped_to_the_range_of_the_rule(String name) {
        Golden golden = golden(name);
        Picture picture =
                PictureReader.read(
                        ByteBuffer.wrap(file(golden.text("file"))), name, PictureLimits.DEFAULT);
        Options options = Options.of(RangeOptions.declared(), range(name));

        float[] unit = RangeMapping.unit(picture, RangeOptions.from(options), name);

        float[] expected = golden.tensor("intermediate.unit").toArray();
        Within.assertClose("unit", expected, unit, 1e-6, 0);
    }

    @Test
    void a_request_may_choose_its_own_range() {
        Golden golden = golden("ir04_radiometric_window");
        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            TokenSequence tokens = session.tokenize(input(golden).withOptions(WINDOW));

            Within.assertClose("tokens", golden.tensor("output.tokens"), tokens.tokens(), 5e-5, 0);
        }
    }

    @Test
    void weights_of_one_channel_read_gray_without_repeating_it() {
        Golden golden = golden("ir01_gray8_png");
        Tensor kernel = Tensor.of(new float[D * 64], D, 1, 8, 8);
        Weights weights = Weights.of(Map.of("proj.weight", kernel));
        try (TokenizerSession session = open(weights, Map.of("size", 64))) {
            assertEquals(64, session.tokenize(input(golden)).length());

            var refusal = refusal(session, input(golden("ir06_pseudocolour_rgb")));
            assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
        }
    }

    @Test
    void a_spectrogram_transformer_is_left_to_the_tokenizer_of_sound() {
        Map<String, Tensor> checkpoint =
                Map.of(
                        "patch_embed.proj.weight",
                        Tensor.of(new float[D * 256], D, 1, 16, 16),
                        "dist_token",
                        Tensor.of(new float[D], 1, 1, D));

        assertEquals(Set.of(), tokenizer.adopt(Weights.of(checkpoint)).names());
    }

    @Test
    void a_picture_without_any_finite_sample_is_refused() {
        try (TokenizerSession session = open(golden("ir01_gray8_png"), Map.of("size", 64))) {
            var refusal = refusal(session, Input.of(Modality.INFRARED, file("bad/all_nan.tif")));

            assertEquals(ErrorCode.NON_FINITE, refusal.code());
        }
    }

    @Test
    void a_constant_picture_is_legal_and_0_everywhere() {
        Options options = Options.of(tokenizer.options(), Map.of("size", 64));

        Planes planes =
                new InfraredPreparation()
                        .prepare(Input.of(Modality.INFRARED, file("bad/constant.tif")), options, 3)
                        .planes()
                        .get();

        assertEquals(-0.48145466f / 0.26862954f, planes.values()[0], 1e-6);
    }

    @Test
    void a_window_without_ends_is_refused_when_the_model_is_opened() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> open(golden("ir01_gray8_png"), Map.of("range", "window")));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("window_low"), refusal.getMessage());
    }

    @Test
    void the_full_range_of_floating_point_samples_is_no_range() {
        Map<String, Object> config = Map.of("size", 64, "range", "full");
        try (TokenizerSession session = open(golden("ir01_gray8_png"), config)) {
            var refusal = refusal(session, input(golden("ir05_float_tif_nan")));

            assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        }
    }

    @Test
    void gray_is_drawn_in_the_colours_of_a_thermal_camera_over_the_range_of_its_tokens()
            throws IOException {
        Golden golden = golden("ir04_radiometric_window");
        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            Preview whole = session.preview(input(golden)).orElseThrow();
            Preview window = session.preview(input(golden).withOptions(WINDOW)).orElseThrow();

            BufferedImage drawn = decoded(window);
            assertEquals(128, drawn.getWidth());
            assertEquals(96, drawn.getHeight());
            assertTrue(colourful(drawn), "purple and orange between black and white");
            assertTrue(
                    window.caption().contains("gray of 16 bits, 10.0000 (black) to 40.0000"),
                    window.caption());
            assertNotEquals(whole.bytes(), window.bytes());
            var upon = (Backdrop.Picture) session.backdrop(input(golden), 500).orElseThrow();
            assertEquals(128, upon.width());
            assertEquals(96, upon.userHeight());
        }
    }

    @Test
    void false_colours_are_drawn_as_they_are() throws IOException {
        Golden golden = golden("ir06_pseudocolour_rgb");
        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            Preview preview = session.preview(input(golden)).orElseThrow();

            int[] rgb = golden.ints("input.decoded");
            assertEquals(
                    0xFF000000 | rgb[0] << 16 | rgb[1] << 8 | rgb[2],
                    decoded(preview).getRGB(0, 0));
            assertTrue(preview.caption().contains("px, RGB"), preview.caption());
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() {
        try (TokenizerSession session = open(golden("ir01_gray8_png"), Map.of("size", 64))) {
            Input broken = Input.of(Modality.INFRARED, file("bad/all_nan.tif"));

            var refusal =
                    assertThrows(MetaTransformerException.class, () -> session.preview(broken));

            assertEquals(ErrorCode.NON_FINITE, refusal.code());
        }
    }

    private static boolean colourful(BufferedImage image) {
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                if (Math.abs((rgb >> 16 & 0xFF) - (rgb >> 8 & 0xFF)) > 100) {
                    return true;
                }
            }
        }
        return false;
    }

    private static BufferedImage decoded(Preview preview) throws IOException {
        byte[] bytes = new byte[preview.bytes().remaining()];
        preview.bytes().get(bytes);
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private TokenizerSession open(Golden golden, Map<String, Object> config) {
        return open(tokenizer.adopt(golden.weights("weights.")), config);
    }

    private TokenizerSession open(Weights weights, Map<String, Object> config) {
        return tokenizer.open(ModelPart.of("test/tokenizers/infrared", D, config, weights));
    }

    private static MetaTransformerException refusal(TokenizerSession session, Input input) {
        return assertThrows(MetaTransformerException.class, () -> session.tokenize(input));
    }

    private static Input input(Golden golden) {
        return Input.of(Modality.INFRARED, file(golden.text("file"))).named(golden.text("file"));
    }

    private static Golden golden(String name) {
        return Golden.read(
                InfraredTokenizerTest.class, "/golden/infrared/" + name + ".safetensors");
    }

    private static byte[] file(String name) {
        try (InputStream in =
                InfraredTokenizerTest.class.getResourceAsStream("/golden/infrared/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
