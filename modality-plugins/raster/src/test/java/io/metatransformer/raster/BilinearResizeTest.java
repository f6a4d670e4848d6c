package io.metatransformer.raster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.metatransformer.testkit.Golden;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BilinearResizeTest {
    private static final Golden GOLDEN =
            Golden.read(BilinearResizeTest.class, "/golden/video/vd03_bilinear_resize.safetensors");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4})
    void pictures_are_resized_as_opencv_does_bit_for_bit(int index) {
        String input = "input.u8_" + index;
        String output = "output.u8_" + index;
        int[] from = GOLDEN.shape(input);
        int[] to = GOLDEN.shape(output);
        Image8 image = new Image8(from[1], from[0], 3, Files.bytes(GOLDEN, input));

        Image8 resized = BilinearResize.apply(image, to[1], to[0]);

        assertArrayEquals(Files.bytes(GOLDEN, output), resized.samples());
    }
}
