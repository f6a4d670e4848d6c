package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The pictures of {@code src/test/resources/pictures}: each sample is a formula of its place. */
class FormatVariantsTest {
    private static final int W = 41;
    private static final int H = 23;

    private interface Formula {
        double at(int x, int y, int channel);
    }

    private static final Formula RGB = (x, y, c) -> (x * 3 + y * 5 + c * 50) & 255;
    private static final Formula GRAY16 = (x, y, c) -> (x * 911 + y * 577) & 65535;
    private static final Formula CHECKERS = (x, y, c) -> (x + y) % 2 == 0 ? 255 : 0;
    private static final Formula PALETTE =
            (x, y, c) -> {
                int index = (x + y) % 7;
                return c == 0 ? index * 30 : c == 1 ? 255 - index * 30 : index * 11;
            };

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb8.png",
                "rgb8_deflate_predictor.tif",
                "rgb8_packbits.tif",
                "rgb8_planar.tif",
                "rgb8_planar_tiled_packbits.tif",
                "rgb8_tiled_deflate.tif",
                "rgb8_lossless.webp"
            })
    void rgb_is_read_whatever_stores_it(String file) {
        check(file, 3, 8, RGB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rgba8.png", "rgba8_lzw.tif", "rgba8_lossless.webp"})
    void opacity_is_a_fourth_channel(String file) {
        check(file, 4, 8, RGB);
        assertEquals(3, picture(file).form().alpha().orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray8.png", "gray8_lzw_predictor.tif", "gray8_white_is_zero.tif"})
    void gray_is_one_channel_and_keeps_its_values(String file) {
        check(file, 1, 8, RGB);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gray16_lzw_predictor.tif",
                "gray16_deflate_predictor.tif",
                "gray16_msb_strips.tif",
                "gray16_white_is_zero.tif"
            })
    void sixteen_bit_gray_is_read_whatever_stores_it(String file) {
        check(file, 1, 16, GRAY16);
    }

    @Test
    void deep_gray_may_have_opacity() {
        check(
                "gray16_alpha.png",
                2,
                16,
                (x, y, c) -> c == 0 ? GRAY16.at(x, y, 0) : (x * 1000 + y * 300) & 65535);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bilevel.png",
                "bilevel.bmp",
                "bilevel_group.tif",
                "bilevel_white_is_zero.tif"
            })
    void bilevel_is_0_or_255(String file) {
        check(file, 1, 8, CHECKERS);
    }

    @Test
    void few_bits_of_gray_are_spread_over_the_whole_range() {
        check("gray2.png", 1, 8, (x, y, c) -> (x + y) % 4 * 85);
        check("gray4.png", 1, 8, (x, y, c) -> (x + y) % 16 * 17);
        check("gray4.tif", 1, 8, (x, y, c) -> (x + y) % 16 * 17);
    }

    @Test
    void twelve_bits_stay_twelve_bits() {
        check("gray12.tif", 1, 12, (x, y, c) -> (x * 91 + y * 57) % 4096);
    }

    @ParameterizedTest
    @ValueSource(strings = {"palette.png", "palette.gif", "palette.bmp", "palette_lzw.tif"})
    void a_palette_is_looked_up(String file) {
        check(file, 3, 8, PALETTE);
    }

    @Test
    void a_frame_lies_on_the_screen_of_its_gif() {
        Picture picture = picture("palette_inset.gif");

        double[] samples = Files.samples(picture);

        assertEquals(50, picture.width());
        assertEquals(30, picture.height());
        for (int c = 0; c < 3; c++) {
            assertEquals(PALETTE.at(0, 0, c), samples[c], "outside: colour 0");
            assertEquals(PALETTE.at(8, 2, c), samples[((4 + 2) * 50 + 5 + 8) * 3 + c]);
        }
    }

    @Test
    void packed_colours_are_spread_over_the_whole_range() {
        check(
                "rgb565_top_down.bmp",
                3,
                8,
                (x, y, c) ->
                        c == 0
                                ? x % 32 * 255 / 31
                                : c == 1 ? y * 2 % 64 * 255 / 63 : (x + y) % 32 * 255 / 31);
        check(
                "rgb555.bmp",
                3,
                8,
                (x, y, c) -> (c == 0 ? x % 32 : c == 1 ? y % 32 : (x + y) % 32) * 255 / 31);
    }

    @Test
    void tiff_keeps_signs_wide_numbers_fractions_and_many_bands() {
        check("int16.tif", 1, 16, (x, y, c) -> GRAY16.at(x, y, 0) - 32768);
        check("int32_msb.tif", 1, 32, (x, y, c) -> x * 1000003 - y * 70001);
        check("uint32.tif", 1, 32, (x, y, c) -> 4294967295L - x * 1000003 - y * 70001);
        check("float32_lzw.tif", 1, 32, (x, y, c) -> x * 0.5 - y * 0.25);
        check("float32_deflate_predictor3.tif", 1, 32, (x, y, c) -> x * 0.5 - y * 0.25);
        check("float64.tif", 1, 64, (x, y, c) -> (x * 0.5 - y * 0.25) / 3);
        check("bands5.tif", 5, 8, RGB);
    }

    @ParameterizedTest
    @ValueSource(strings = {"complex.tif", "int64.tif", "big.tif"})
    void a_variant_that_is_not_read_is_named(String file) {
        var refusal = assertThrows(MetaTransformerException.class, () -> picture(file));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
    }

    @ParameterizedTest
    @ValueSource(strings = {"cmyk", "rgb8_progressive"})
    void jpeg_in_other_forms_decodes_as_libjpeg_does(String name) {
        int[] decoded = Files.rgb(picture(name + "_decoded.png"));

        int[] read = Files.rgb(picture(name + ".jpg"));

        assertArrayEquals(decoded, read);
    }

    @Test
    void the_orientation_tag_is_found_in_every_format_that_has_one() {
        checkTurned("exif5.tif", (x, y, c) -> RGB.at(y, x, c));
        checkTurned("exif6.webp", (x, y, c) -> RGB.at(y, H - 1 - x, c));
        checkTurned("exif8.png", (x, y, c) -> RGB.at(W - 1 - y, x, c));
    }

    private static void checkTurned(String file, Formula formula) {
        Picture picture = picture(file).upright();
        assertEquals(H, picture.width());
        assertEquals(W, picture.height());
        checkSamples(file, picture, formula);
    }

    @Test
    void a_picture_with_opacity_can_be_laid_over_a_colour() {
        Picture picture = picture("rgba8.png");
        Rows8 over = Rows8.of(picture, Optional.of(new int[] {10, 200, 30}));
        int[] row = new int[W * 3];

        over.row(7, row);

        double alpha = RGB.at(5, 7, 3) / 255;
        assertEquals(Math.round(alpha * RGB.at(5, 7, 1) + (1 - alpha) * 200), row[5 * 3 + 1]);
    }

    private static Picture picture(String file) {
        return Files.picture(Files.resource("/pictures/" + file), file);
    }

    private static void check(String file, int channels, int bits, Formula formula) {
        Picture picture = picture(file);
        assertEquals(W, picture.width());
        assertEquals(H, picture.height());
        assertEquals(channels, picture.form().channels(), file);
        assertEquals(bits, picture.form().bits(), file);
        checkSamples(file, picture, formula);
    }

    private static void checkSamples(String file, Picture picture, Formula formula) {
        int channels = picture.form().channels();
        double[] samples = Files.samples(picture);
        for (int y = 0, i = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                for (int c = 0; c < channels; c++, i++) {
                    assertEquals(
                            formula.at(x, y, c),
                            samples[i],
                            file + " at " + x + ", " + y + ", " + c);
                }
            }
        }
    }
}
