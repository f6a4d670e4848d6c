package io.metatransformer.modality.image;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import io.metatransformer.api.Origin;
import io.metatransformer.api.Preview;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import io.metatransformer.raster.ColourPreparation;
import io.metatransformer.raster.Planes;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageTokenizerTest {
    private static final int D = 32;
    private static final double TOKENS = 5e-5;
    private final ImageTokenizer tokenizer = new ImageTokenizer();

    @Test
    void data2seq_projects_a_prepared_picture_and_nothing_else() {
        Golden golden = golden("img01_patch_embed_data2seq");
        Tensor batch = golden.tensor("input.image");
        Tensor expected = golden.tensor("output.tokens");
        try (TokenizerSession session =
                open(golden, Map.of("profile", "data2seq", "size", 32, "patch", 8))) {
            for (int i = 0; i < 2; i++) {
                TokenSequence tokens =
                        session.tokenize(Input.of(Modality.IMAGE, item(batch, i, 3, 32, 32)));

                Within.assertClose(
                        "picture " + i, item(expected, i, 16, D), tokens.tokens(), TOKENS, 0);
                assertEquals(new Layout.Grid(4, 4), tokens.segments().get(0).layout());
            }
        }
    }

    @Test
    void a_png_file_becomes_the_tokens_of_the_reference() {
        Golden golden = golden("img02_rgb8_png_data2seq");
        Map<String, Object> config = Map.of("size", 64);

        checkNormalised(golden, config);
        checkTokens(golden, config, golden.tensor("output.tokens"), 0);
    }

    @Test
    void a_jpeg_file_gets_class_token_and_positions_where_the_weights_have_them() {
        Golden golden = golden("img03_jpeg_vit_cls_pos");

        checkNormalised(golden, Map.of());
        checkTokens(golden, Map.of(), golden.tensor("output.tokens"), 1);
        Tensor bare = golden.tensor("intermediate.patches");
        checkTokens(
                golden, Map.of("profile", "default", "cls", "none", "pos_embed", "none"), bare, 0);
    }

    @ParameterizedTest
    @CsvSource({
        "bicubic, pos_bicubic",
        "bicubic-antialias, pos_bicubic_antialias",
        "bilinear, pos_bilinear"
    })
    void positions_are_resampled_to_a_dense_models_grid(String resampling, String positions) {
        Golden golden = golden("img04_pos_embed_interpolation");
        Tensor image = golden.tensor("input.image").reshape(3, 160, 208);
        float[] expected = golden.tensor("intermediate.patches").toArray();
        float[] added = golden.tensor("intermediate." + positions).toArray();
        for (int i = 0; i < expected.length; i++) {
            expected[i] += added[i];
        }
        try (TokenizerSession session =
                open(golden, Map.of("profile", "dense", "pos_resampling", resampling))) {
            TokenSequence tokens = session.tokenize(Input.of(Modality.IMAGE, image));

            Within.assertClose(resampling, expected, tokens.tokens().toArray(), TOKENS, 0);
            if (resampling.equals("bicubic")) {
                Tensor golden130 = golden.tensor("output.tokens").reshape(130, D);
                Within.assertClose("tokens", golden130, tokens.tokens(), TOKENS, 0);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"drop, output.tokens_drop, 2, 3", "pad-zero, output.tokens_pad, 3, 4"})
    void pixels_beyond_the_last_patch_are_dropped_or_padded(
            String remainder, String output, int rows, int cols) {
        Golden golden = golden("img07_indivisible");
        Tensor image = golden.tensor("input.image").reshape(3, 37, 50);
        try (TokenizerSession session = open(golden, Map.of("remainder", remainder))) {
            TokenSequence tokens = session.tokenize(Input.of(Modality.IMAGE, image));

            Tensor expected = golden.tensor(output).reshape(rows * cols, D);
            Within.assertClose(remainder, expected, tokens.tokens(), TOKENS, 0);
            assertEquals(new Layout.Grid(rows, cols), tokens.segments().get(0).layout());
        }
    }

    @Test
    void the_norm_before_clips_blocks_belongs_to_its_tokens() {
        Golden golden = golden("img08_clip_prenorm");
        Tensor image = golden.tensor("input.image").reshape(3, 56, 56);
        try (TokenizerSession session = open(golden, Map.of("size", 56))) {
            TokenSequence tokens = session.tokenize(Input.of(Modality.IMAGE, image));

            Tensor expected = golden.tensor("output.tokens").reshape(17, D);
            Within.assertClose("tokens", expected, tokens.tokens(), TOKENS, 0);
            assertEquals(1, tokens.segments().get(0).specialTokens());
        }
    }

    @Test
    void the_origin_says_which_pixels_of_the_picture_the_tokens_cover() {
        Golden golden = golden("img02_rgb8_png_data2seq");
        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            Segment segment =
                    session.tokenize(
                                    Input.of(Modality.IMAGE, file("img02_rgb8.png")).named("a.png"))
                            .segments()
                            .get(0);

            Origin origin = segment.origin();
            assertEquals("a.png", origin.name());
            assertEquals(Optional.of("131"), origin.fact(Origin.WIDTH));
            assertEquals(Optional.of("97"), origin.fact(Origin.HEIGHT));
            double scale = 131 / 86.0;
            assertEquals(11 * scale, number(origin, Origin.CROP_LEFT), 1e-9);
            assertEquals(64 * scale, number(origin, Origin.CROP_WIDTH), 1e-9);
            assertEquals(0, number(origin, Origin.CROP_TOP), 1e-9);
            assertEquals(97, number(origin, Origin.CROP_HEIGHT), 1e-9);
        }
    }

    @Test
    void a_request_may_choose_its_own_size_and_positions_follow() {
        Golden golden = golden("img03_jpeg_vit_cls_pos");
        Input input = Input.of(Modality.IMAGE, file("img03_420.jpg"));
        try (TokenizerSession session = open(golden, Map.of())) {
            TokenSequence tokens = session.tokenize(input.withOptions(Map.of("size", 160)));

            assertEquals(101, tokens.length());
            assertEquals(new Layout.Grid(10, 10), tokens.segments().get(0).layout());
        }
    }

    @Test
    void a_dense_picture_is_kept_whole_and_padded_to_a_multiple_of_32() {
        Golden golden = golden("img02_rgb8_png_data2seq");
        Map<String, Object> config =
                Map.of("profile", "dense", "longer_edge", 133, "shorter_edge", 80);
        try (TokenizerSession session = open(golden, config)) {
            Segment segment =
                    session.tokenize(Input.of(Modality.IMAGE, file("img02_rgb8.png")))
                            .segments()
                            .get(0);

            // 131 x 97 fits 133 x 80 as 108 x 80, padded to 128 x 96.
            assertEquals(new Layout.Grid(6, 8), segment.layout());
            assertEquals(131 / 108.0 * 128, number(segment.origin(), Origin.CROP_WIDTH), 1e-9);
        }
    }

    @Test
    void a_prepared_picture_of_another_size_is_refused_with_both_sizes() {
        Tensor image = Tensor.of(new float[3 * 48 * 64], 3, 48, 64);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            var refusal = refusal(session, Input.of(Modality.IMAGE, image));

            assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
            assertTrue(refusal.getMessage().contains("64 x 48"), refusal.getMessage());
            assertTrue(refusal.getMessage().contains("224 x 224"), refusal.getMessage());
        }
    }

    @Test
    void a_tensor_of_another_number_of_channels_is_refused() {
        Tensor gray = Tensor.of(new float[224 * 224], 1, 224, 224);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            assertEquals(
                    ErrorCode.SHAPE_MISMATCH,
                    refusal(session, Input.of(Modality.IMAGE, gray)).code());
        }
    }

    @Test
    void nan_in_a_prepared_picture_is_refused() {
        float[] values = new float[3 * 224 * 224];
        values[7] = Float.NaN;
        Tensor image = Tensor.of(values, 3, 224, 224);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            assertEquals(
                    ErrorCode.NON_FINITE, refusal(session, Input.of(Modality.IMAGE, image)).code());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "truncated.png, TRUNCATED",
        "empty.png, EMPTY_INPUT",
        "not_an_image.png, UNSUPPORTED_FORMAT",
        "huge_dims.png, LIMIT_EXCEEDED"
    })
    void bad_files_are_refused_by_name_for_what_is_wrong(String file, ErrorCode code) {
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            var refusal =
                    refusal(session, Input.of(Modality.IMAGE, file("bad/" + file)).named(file));

            assertEquals(code, refusal.code());
            assertTrue(refusal.getMessage().contains(file), refusal.getMessage());
        }
    }

    @Test
    void a_picture_that_would_become_too_many_tokens_is_refused_before_it_is_resized() {
        Map<String, Object> config = Map.of("max_tokens", 15, "size", 64);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), config)) {
            var refusal = refusal(session, Input.of(Modality.IMAGE, file("img02_rgb8.png")));

            assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
            assertTrue(refusal.getMessage().contains("16 tokens"), refusal.getMessage());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alpha, white, compositeOver",
        "std, '1,0,1', above 0",
        "mean, '1,2', 3 numbers",
        "pos_grid, '3', two whole numbers"
    })
    void an_option_that_makes_no_sense_is_refused_when_the_model_is_opened(
            String option, String value, String says) {
        Golden golden = golden("img02_rgb8_png_data2seq");

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> open(golden, Map.of(option, value)));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains(says), refusal.getMessage());
    }

    @Test
    void a_picture_is_drawn_as_it_looks_and_its_caption_says_what_the_tokens_see()
            throws IOException {
        byte[] wide = pngOfTwoHalves(400, 100);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            Preview preview = session.preview(Input.of(Modality.IMAGE, wide)).orElseThrow();

            BufferedImage drawn = decoded(preview);
            assertEquals(280, drawn.getWidth());
            assertEquals(70, drawn.getHeight());
            assertEquals(0xFFFF0000, drawn.getRGB(10, 35));
            assertEquals(0xFF0000FF, drawn.getRGB(270, 35));
            assertEquals(
                    "400 × 100 px, RGB; tokens see 100 × 100 px from (150, 0)", preview.caption());
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 400, 100", "100, 100, 25"})
    void answers_are_drawn_upon_the_whole_picture_made_small_where_it_is_large(
            int side, int width, int height) throws IOException {
        byte[] wide = pngOfTwoHalves(400, 100);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            var picture =
                    (Backdrop.Picture)
                            session.backdrop(Input.of(Modality.IMAGE, wide), side).orElseThrow();

            assertEquals(400, picture.userWidth());
            assertEquals(100, picture.userHeight());
            assertEquals(width, picture.width());
            assertEquals(height, picture.height());
            int middle = 3 * (height / 2 * width + width / 2);
            assertEquals((byte) 0xFF, picture.rgb().get(middle - 3), "red to the left");
            assertEquals((byte) 0xFF, picture.rgb().get(middle + 2), "blue to the right");
        }
    }

    @Test
    void numbers_in_memory_are_drawn_from_the_smallest_to_the_largest() throws IOException {
        Tensor numbers = Tensor.of(new float[] {-1, 3, 1, 1, 3, -1}, 3, 1, 2);
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            Input input =
                    Input.of(Modality.IMAGE, numbers).withOptions(Map.of("remainder", "drop"));

            BufferedImage drawn = decoded(session.preview(input).orElseThrow());

            assertEquals(0xFF0080FF, drawn.getRGB(0, 0));
            assertEquals(0xFFFF8000, drawn.getRGB(1, 0));
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() {
        try (TokenizerSession session = open(golden("img02_rgb8_png_data2seq"), Map.of())) {
            Input broken = Input.of(Modality.IMAGE, file("bad/truncated.png"));

            var refusal =
                    assertThrows(MetaTransformerException.class, () -> session.preview(broken));

            assertEquals(ErrorCode.TRUNCATED, refusal.code());
        }
    }

    /** Red, then blue. */
    private static byte[] pngOfTwoHalves(int width, int height) throws IOException {
        var image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, x < width / 2 ? 0xFF0000 : 0x0000FF);
            }
        }
        var bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private static BufferedImage decoded(Preview preview) throws IOException {
        byte[] bytes = new byte[preview.bytes().remaining()];
        preview.bytes().get(bytes);
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private void checkNormalised(Golden golden, Map<String, Object> config) {
        Options options = Options.of(tokenizer.options(), config);

        Planes planes =
                new ColourPreparation(ImageProfiles.ALL)
                        .prepare(Input.of(Modality.IMAGE, file(golden.text("file"))), options, 3)
                        .planes()
                        .get();

        float[] expected = golden.tensor("intermediate.normalized").toArray();
        Within.assertClose("normalised", expected, planes.values(), 1e-6, 0);
    }

    private void checkTokens(
            Golden golden, Map<String, Object> config, Tensor expected, int specialTokens) {
        try (TokenizerSession session = open(golden, config)) {
            TokenSequence tokens =
                    session.tokenize(Input.of(Modality.IMAGE, file(golden.text("file"))));

            Within.assertClose("tokens", expected, tokens.tokens(), TOKENS, 0);
            assertEquals(specialTokens, tokens.segments().get(0).specialTokens());
        }
    }

    private TokenizerSession open(Golden golden, Map<String, Object> config) {
        return tokenizer.open(
                ModelPart.of(
                        "test/tokenizers/image",
                        D,
                        config,
                        tokenizer.adopt(golden.weights("weights."))));
    }

    @Test
    void an_import_takes_the_patch_of_its_checkpoint() {
        Weights clip =
                Weights.of(
                        Map.of(
                                "visual.conv1.weight",
                                Tensor.of(new float[8 * 3 * 32 * 32], 8, 3, 32, 32)));

        assertEquals(Map.of("patch", 32), tokenizer.configure(tokenizer.adopt(clip), Map.of()));
    }

    private static MetaTransformerException refusal(TokenizerSession session, Input input) {
        return assertThrows(MetaTransformerException.class, () -> session.tokenize(input));
    }

    private static double number(Origin origin, String fact) {
        return Double.parseDouble(origin.fact(fact).orElseThrow());
    }

    private static Tensor item(Tensor batch, int index, int... shape) {
        int size =
                List.of(shape).stream()
                        .flatMapToInt(java.util.Arrays::stream)
                        .reduce(1, (a, b) -> a * b);
        return Tensor.of(batch.data().slice(index * size, size), shape);
    }

    private static Golden golden(String name) {
        return Golden.read(ImageTokenizerTest.class, "/golden/image/" + name + ".safetensors");
    }

    private static byte[] file(String name) {
        try (InputStream in =
                ImageTokenizerTest.class.getResourceAsStream("/golden/image/" + name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
