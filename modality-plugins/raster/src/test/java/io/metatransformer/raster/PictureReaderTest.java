package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.testkit.Golden;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PictureReaderTest {
    private static final Golden DECODERS =
            Golden.read(PictureReaderTest.class, "/golden/image/img05_decoders.safetensors");

    static Stream<String> exact() {
        return DECODERS.names().stream()
                .filter(name -> name.startsWith("output.") && !name.contains("lossy"))
                .map(name -> name.substring("output.".length()));
    }

    @ParameterizedTest
    @MethodSource("exact")
    void a_file_of_each_format_gives_the_samples_that_were_put_in(String name) {
        Picture picture = Files.picture("image/" + DECODERS.text("file." + name));

        int[] shape = DECODERS.shape("output." + name);
        assertEquals(shape[1], picture.upright().width());
        assertEquals(shape[0], picture.upright().height());
        assertArrayEquals(DECODERS.ints("output." + name), Files.rgb(picture));
    }

    @Test
    void lossy_webp_is_close_to_what_its_own_library_decodes() {
        int[] golden = DECODERS.ints("output.lossy_webp");

        int[] decoded = Files.rgb(Files.picture("image/img05_lossy.webp"));

        double sum = 0;
        for (int i = 0; i < golden.length; i++) {
            sum += Math.abs(golden[i] - decoded[i]);
        }
        assertTrue(sum / golden.length <= 8, "mean difference " + sum / golden.length);
    }

    @Test
    void sixteen_bits_stay_sixteen_bits() {
        assertArrayEquals(
                DECODERS.doubles("input.rgb16_png"),
                Files.samples(Files.picture("image/img05_rgb16.png")));
        assertArrayEquals(
                DECODERS.doubles("input.rgb16_png"),
                Files.samples(Files.picture("image/img05_rgb16_be.tif")));
        for (String name : new String[] {"ir02_gray16_png_minmax", "ir03_gray16_tif_percentile"}) {
            Golden golden = golden(name);

            Picture picture = Files.picture("infrared/" + golden.text("file"));

            assertEquals(16, picture.form().bits());
            assertArrayEquals(golden.doubles("input.decoded"), Files.samples(picture));
        }
    }

    @Test
    void floating_point_samples_stay_as_they_are_with_nan_and_infinity() {
        Golden golden = golden("ir05_float_tif_nan");

        Picture picture = Files.picture("infrared/ir05_celsius_f32.tif");

        double[] samples = Files.samples(picture);
        assertEquals(Picture.Kind.FLOAT, picture.form().kind());
        assertArrayEquals(golden.doubles("input.decoded"), samples);
        assertTrue(
                Stream.of(samples)
                        .flatMapToDouble(java.util.Arrays::stream)
                        .anyMatch(Double::isNaN));
    }

    private static Golden golden(String name) {
        return Golden.read(PictureReaderTest.class, "/golden/infrared/" + name + ".safetensors");
    }
}
