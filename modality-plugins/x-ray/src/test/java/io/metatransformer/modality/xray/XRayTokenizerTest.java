package io.metatransformer.modality.xray;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Preview;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.raster.Planes;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class XRayTokenizerTest {
    private static final int D = 32;
    private final XRayTokenizer tokenizer = new XRayTokenizer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xr01_gray8_png",
                "xr02_gray8_jpeg",
                "xr03_dicom_window",
                "xr04_dicom_minmax_padding",
                "xr05_dicom_monochrome1",
                "xr06_dicom_voi_lut",
                "xr07_dicom_rle_linear_exact",
                "xr08_dicom_sigmoid",
                "xr09_dicom_jpeg_baseline"
            })
    void a_file_becomes_the_tokens_of_the_reference(String name) {
        Golden golden = golden(name);
        Options options = Options.of(tokenizer.options(), Map.of("size", 64));

        Planes planes = new XRayPreparation().prepare(input(golden), options, 3).planes().get();
        float[] normalised = golden.tensor("intermediate.normalized").toArray();
        Within.assertClose("normalised", normalised, planes.values(), 1e-6, 0);

        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            TokenSequence tokens = session.tokenize(input(golden));

            Within.assertClose("tokens", golden.tensor("output.tokens"), tokens.tokens(), 5e-5, 0);
            assertEquals(new Layout.Grid(8, 8), tokens.segments().get(0).layout());
            assertEquals(1, tokens.segments().get(0).specialTokens());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xr03_dicom_window",
                "xr04_dicom_minmax_padding",
                "xr05_dicom_monochrome1",
                "xr06_dicom_voi_lut",
                "xr07_dicom_rle_linear_exact",
                "xr08_dicom_sigmoid",
                "xr09_dicom_jpeg_baseline"
            })
    void samples_are_read_exactly_and_mapped_as_the_standard_says(String name) {
        Golden golden = golden(name);
        String file = "/golden/x-ray/" + golden.text("file");
        DicomFile dicom = Files.dicom(file);
        XRayOptions options = XRayOptions.from(Options.defaults(XRayOptions.declared()));

        int[] stored = Files.stored(file, 0);
        double[] unit = new GrayPipeline(dicom, Files.form(dicom), options).unit(stored);

        assertArrayEquals(golden.ints("input.stored_values"), stored);
        Within.assertClose("unit", golden.doubles("intermediate.unit"), unit, 1e-6, 0);
    }

    @Test
    void gray_can_be_rounded_to_what_a_png_export_would_hold() {
        Golden golden = golden("xr03_dicom_window");
        Options options = Options.of(tokenizer.options(), Map.of("size", 64, "quantise8", true));

        float[] values =
                new XRayPreparation().prepare(input(golden), options, 3).planes().get().values();

        for (float value : values) {
            assertEquals(Math.rint(value * 255), value * 255, 1e-3);
        }
        float[] fine = golden.tensor("intermediate.normalized").toArray();
        // Half a level for each rounding: of the samples, of the columns, of the rows.
        Within.assertClose("rounded", fine, values, 1.51 / 255, 0);
    }

    @ParameterizedTest
    @CsvSource({"truncated.dcm, TRUNCATED", "no_preamble.dcm, UNSUPPORTED_FORMAT"})
    void bad_files_are_refused_for_what_is_wrong(String file, ErrorCode code) {
        assertEquals(code, refusal(Files.bytes("/golden/x-ray/bad/" + file)).code());
    }

    @Test
    void a_file_of_no_format_is_told_that_dicom_is_read_too() {
        String message = refusal("neither of them".getBytes(StandardCharsets.UTF_8)).getMessage();

        assertTrue(message.contains("DICOM") && message.contains("PNG"), message);
    }

    @Test
    void a_file_cut_anywhere_is_refused_and_tells_nothing_of_the_patient() {
        byte[] whole = Files.bytes("/dicom/mono12.dcm");
        for (int length = 132; length < whole.length; length += 7) {
            var refusal = refusal(Arrays.copyOf(whole, length));

            assertTrue(
                    refusal.code() == ErrorCode.TRUNCATED
                            || refusal.code() == ErrorCode.CORRUPT
                            || refusal.code() == ErrorCode.UNSUPPORTED_FORMAT,
                    length + " bytes: " + refusal);
            assertFalse(refusal.getMessage().contains("Nobody"), refusal.getMessage());
        }
    }

    @Test
    void a_huge_claim_in_a_small_file_is_refused_before_anything_is_allocated() {
        byte[] bytes = Files.bytes("/dicom/mono12.dcm");
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int at = 132; at < bytes.length - 10; at += 2) {
            int tag = buffer.getShort(at) << 16 | buffer.getShort(at + 2) & 0xFFFF;
            if (tag == Tag.ROWS || tag == Tag.COLUMNS) {
                buffer.putShort(at + 8, (short) 65_535);
            }
        }

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal(bytes).code());
    }

    @Test
    void half_a_window_is_refused_when_the_model_is_opened() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> open(golden("xr01_gray8_png"), Map.of("voi_center", 40)));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"xr01_gray8_png", "xr03_dicom_window", "xr05_dicom_monochrome1"})
    void a_picture_is_drawn_as_a_physician_sees_it(String name) throws IOException {
        Golden golden = golden(name);
        try (TokenizerSession session = open(golden, Map.of("size", 64))) {
            Preview preview = session.preview(input(golden)).orElseThrow();

            BufferedImage drawn = decoded(preview);
            boolean raster = name.equals("xr01_gray8_png");
            double first =
                    raster
                            ? golden.ints("input.decoded")[0]
                            : 255 * golden.doubles("intermediate.unit")[0];
            assertEquals(first, drawn.getRGB(0, 0) & 0xFF, 1);
            assertEquals(
                    drawn.getWidth() + " × " + drawn.getHeight() + " px, gray", preview.caption());
        }
    }

    @Test
    void what_cannot_be_read_cannot_be_drawn() {
        try (TokenizerSession session = open(golden("xr01_gray8_png"), Map.of("size", 64))) {
            Input broken = Input.of(Modality.X_RAY, Files.bytes("/golden/x-ray/bad/truncated.dcm"));

            var refusal =
                    assertThrows(MetaTransformerException.class, () -> session.preview(broken));

            assertEquals(ErrorCode.TRUNCATED, refusal.code());
        }
    }

    private static BufferedImage decoded(Preview preview) throws IOException {
        byte[] bytes = new byte[preview.bytes().remaining()];
        preview.bytes().get(bytes);
        return ImageIO.read(new ByteArrayInputStream(bytes));
    }

    private MetaTransformerException refusal(byte[] bytes) {
        try (TokenizerSession session = open(golden("xr01_gray8_png"), Map.of("size", 64))) {
            return assertThrows(
                    MetaTransformerException.class,
                    () -> session.tokenize(Input.of(Modality.X_RAY, bytes)));
        }
    }

    private TokenizerSession open(Golden golden, Map<String, Object> config) {
        return tokenizer.open(
                ModelPart.of(
                        "test/tokenizers/x-ray",
                        D,
                        config,
                        tokenizer.adopt(golden.weights("weights."))));
    }

    private static Input input(Golden golden) {
        String file = golden.text("file");
        return Input.of(Modality.X_RAY, Files.bytes("/golden/x-ray/" + file)).named(file);
    }

    private static Golden golden(String name) {
        return Golden.read(XRayTokenizerTest.class, "/golden/x-ray/" + name + ".safetensors");
    }
}
