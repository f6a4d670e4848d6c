package io.metatransformer.modality.xray;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import io.metatransformer.raster.Picture;
import io.metatransformer.raster.PictureLimits;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The files of {@code src/test/resources/dicom}: each sample is a formula of its place. */
class DicomVariantsTest {
    private static final int W = 20;
    private static final int H = 12;

    private interface Formula {
        long at(int x, int y, int channel);
    }

    private static final Formula GRAY = (x, y, c) -> (x * 37 + y * 53) % 4096;
    private static final Formula RGB = (x, y, c) -> (x * 3 + y * 5 + c * 50) % 256;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mono12",
                "implicit",
                "big_endian",
                "deflated",
                "high_bits",
                "nested_explicit",
                "nested_implicit"
            })
    void gray_is_read_whatever_encodes_it(String file) {
        check(file, 0, 1, GRAY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed12", "signed16"})
    void a_sign_is_where_the_used_bits_have_it(String file) {
        check(file, 0, 1, (x, y, c) -> GRAY.at(x, y, 0) - 2048);
    }

    @Test
    void thirty_two_bits_are_read() {
        check("uint32", 0, 1, (x, y, c) -> (int) (GRAY.at(x, y, 0) * 1000003));
    }

    @Test
    void lossless_jpeg_gives_the_samples_that_were_put_in() {
        check("jpeg_lossless8", 0, 1, (x, y, c) -> GRAY.at(x, y, 0) % 256);
        check("jpeg_lossless12", 0, 1, GRAY);
        check("jpeg_lossless16_plane", 0, 1, (x, y, c) -> (GRAY.at(x, y, 0) * 16 + x) % 65536);
        check("jpeg_lossless_frames", 2, 1, (x, y, c) -> (GRAY.at(x, y, 0) + 2000) % 4096);
    }

    @Test
    void a_jpeg_of_plain_rgb_is_not_taken_for_luminance() {
        DicomFile dicom = Files.dicom("/dicom/rgb_jpeg_untransformed.dcm");

        Picture picture =
                PixelData.read(dicom, Files.form(dicom), 0, PictureLimits.DEFAULT)
                        .colour()
                        .orElseThrow();

        int[] row = new int[W * 3];
        picture.row(4, row);
        for (int c = 0; c < 3; c++) {
            assertEquals(RGB.at(7, 4, c), row[7 * 3 + c], 3);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "frames, 0",
        "frames, 1",
        "frames, 2",
        "frames_rle, 0",
        "frames_rle, 1",
        "frames_rle, 2"
    })
    void every_frame_can_be_chosen(String file, int frame) {
        check(file, frame, 1, (x, y, c) -> (GRAY.at(x, y, 0) + 1000 * frame) % 4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgb", "rgb_planar", "rgb_rle"})
    void colours_are_read_interleaved_or_planar(String file) {
        check(file, 0, 3, RGB);
        checkColours(file, RGB);
    }

    @Test
    void a_palette_is_looked_up() {
        checkColours("palette", (x, y, c) -> (x + y) % 16 * 16 + c);
    }

    @Test
    void luminance_and_differences_become_colours() {
        int[] rgb = colours("ybr_full");

        int x = 3;
        int y = 4;
        double luminance = RGB.at(x, y, 0);
        double red = luminance + 1.402 * (RGB.at(x, y, 2) - 128);
        assertEquals(Math.max(0, Math.rint(red)), rgb[(y * W + x) * 3]);
    }

    @Test
    void a_modality_table_takes_the_place_of_slope_and_intercept() {
        double[] unit = unit("modality_lut", Map.of());

        // m = 2 (4095 - s), then the smallest and largest of the picture.
        double largest = GRAY.at(W - 1, H - 1, 0);
        assertEquals(1 - GRAY.at(5, 6, 0) / largest, unit[6 * W + 5], 1e-12);
    }

    @Test
    void padding_is_black_and_the_files_windows_can_be_chosen() {
        double[] first = unit("padding_windows", Map.of());
        double[] second = unit("padding_windows", Map.of("window_index", 1));
        double[] own = unit("padding_windows", Map.of("voi_center", 500, "voi_width", 1001));

        double m = 2 * GRAY.at(10, 3, 0) - 100;
        assertEquals((m - 999.5) / 499 + 0.5, first[3 * W + 10], 1e-12);
        assertEquals((m - 1999.5) / 3999 + 0.5, second[3 * W + 10], 1e-12);
        assertEquals(
                1 < (m - 499.5) / 1000 + 0.5 ? 1 : (m - 499.5) / 1000 + 0.5,
                own[3 * W + 10],
                1e-12);
        assertEquals(0, own[5], "sample 185 is padding");
    }

    @Test
    void a_frame_or_window_that_is_not_there_is_refused_with_those_that_are() {
        DicomFile dicom = Files.dicom("/dicom/frames.dcm");
        PixelForm form = Files.form(dicom);

        var frame =
                assertThrows(
                        MetaTransformerException.class, () -> form.requireFrame(3, dicom.file()));
        var window =
                assertThrows(
                        MetaTransformerException.class,
                        () -> unit("padding_windows", Map.of("window_index", 2)));

        assertEquals(ErrorCode.BAD_CONFIG, frame.code());
        assertTrue(frame.getMessage().contains("0 to 2"), frame.getMessage());
        assertEquals(ErrorCode.BAD_CONFIG, window.code());
        assertTrue(window.getMessage().contains("0 to 1"), window.getMessage());
    }

    @Test
    void a_transfer_syntax_that_is_not_read_is_named() {
        var refusal =
                assertThrows(MetaTransformerException.class, () -> Files.dicom("/dicom/video.dcm"));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(refusal.getMessage().contains("1.2.840.10008.1.2.4.102"), refusal.getMessage());
    }

    private static void check(String file, int frame, int channels, Formula formula) {
        int[] stored = Files.stored("/dicom/" + file + ".dcm", frame);

        checkValues(file, stored, channels, formula);
    }

    private static void checkColours(String file, Formula formula) {
        checkValues(file, colours(file), 3, formula);
    }

    private static void checkValues(String file, int[] values, int channels, Formula formula) {
        for (int y = 0, i = 0; y < H; y++) {
            for (int x = 0; x < W; x++) {
                for (int c = 0; c < channels; c++, i++) {
                    assertEquals(
                            formula.at(x, y, c),
                            values[i],
                            file + " at " + x + ", " + y + ", " + c);
                }
            }
        }
    }

    private static int[] colours(String file) {
        DicomFile dicom = Files.dicom("/dicom/" + file + ".dcm");
        Picture picture =
                Colours.picture(
                        dicom, Files.form(dicom), Files.stored("/dicom/" + file + ".dcm", 0));
        int[] all = new int[W * H * 3];
        int[] row = new int[W * 3];
        for (int y = 0; y < H; y++) {
            picture.row(y, row);
            System.arraycopy(row, 0, all, y * row.length, row.length);
        }
        return all;
    }

    private static double[] unit(String file, Map<String, ?> options) {
        DicomFile dicom = Files.dicom("/dicom/" + file + ".dcm");
        XRayOptions own = XRayOptions.from(Options.of(XRayOptions.declared(), options));
        return new GrayPipeline(dicom, Files.form(dicom), own)
                .unit(Files.stored("/dicom/" + file + ".dcm", 0));
    }
}
