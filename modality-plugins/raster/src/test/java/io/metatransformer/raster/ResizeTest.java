package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.raster.Resize.Region;
import io.metatransformer.testkit.Golden;
import io.metatransformer.testkit.Within;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ResizeTest {
    private static final Golden GOLDEN =
            Golden.read(ResizeTest.class, "/golden/image/img06_resize_filters.safetensors");

    static Stream<String> eightBit() {
        return GOLDEN.names().stream().filter(name -> name.startsWith("output.u8_"));
    }

    static Stream<String> floats() {
        return GOLDEN.names().stream().filter(name -> name.startsWith("output.f32_"));
    }

    @ParameterizedTest
    @MethodSource("eightBit")
    void eight_bits_are_resized_as_pillow_does_bit_for_bit(String name) {
        int[] shape = GOLDEN.shape(name);

        Image8 resized = Resize.to(shape[1], shape[0], filter(name)).apply(image(name));

        assertArrayEquals(Files.bytes(GOLDEN, name), resized.samples());
    }

    @ParameterizedTest
    @MethodSource("floats")
    void floats_are_resized_as_pillow_does(String name) {
        String input = input(name);
        int[] shape = GOLDEN.shape(name);
        int[] from = GOLDEN.shape(input);

        float[] resized =
                Resize.to(shape[1], shape[0], filter(name))
                        .apply(GOLDEN.tensor(input).toArray(), from[1], from[0]);

        Within.assertClose(name, GOLDEN.tensor(name).toArray(), resized, 1e-6, 0);
    }

    @Test
    void a_part_is_the_same_as_cut_out_of_the_whole() {
        Image8 image = image("output.u8_1_bicubic");
        Region region = new Region(11, 5, 40, 30);

        Image8 whole = Resize.to(64, 41, Filter.BICUBIC).apply(image);
        Image8 part = Resize.to(64, 41, Filter.BICUBIC).only(region).apply(image);

        for (int y = 0; y < region.height(); y++) {
            for (int i = 0; i < region.width() * 3; i++) {
                int at = ((y + region.top()) * 64 + region.left()) * 3 + i;
                assertEquals(whole.samples()[at], part.samples()[y * region.width() * 3 + i]);
            }
        }
    }

    @Test
    void an_equal_size_changes_nothing() {
        Image8 image = image("output.u8_0_lanczos");

        Image8 same = Resize.to(image.width(), image.height(), Filter.LANCZOS).apply(image);

        assertEquals(image, same);
        assertEquals(image, BilinearResize.apply(image, image.width(), image.height()));
    }

    private static Filter filter(String name) {
        return Filter.valueOf(name.substring(name.lastIndexOf('_') + 1).toUpperCase(Locale.ROOT));
    }

    private static String input(String name) {
        return name.substring(0, name.lastIndexOf('_')).replace("output.", "input.");
    }

    private static Image8 image(String name) {
        int[] shape = GOLDEN.shape(input(name));
        return new Image8(shape[1], shape[0], shape[2], Files.bytes(GOLDEN, input(name)));
    }
}
