package io.metatransformer.sketch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Preview;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ThumbnailTest {

    @Test
    void a_small_picture_is_kept_to_the_pixel() throws IOException {
        int[][] colours = {{0xff0000, 0x00ff00, 0x0000ff}, {0x010203, 0xfffefd, 0x7f8081}};

        BufferedImage read = read(Thumbnail.of(3, 2, (x, y) -> colours[y][x]).png());

        for (int y = 0; y < 2; y++) {
            for (int x = 0; x < 3; x++) {
                assertEquals(0xff000000 | colours[y][x], read.getRGB(x, y), x + ", " + y);
            }
        }
    }

    @Test
    void a_large_picture_fits_and_keeps_its_proportion_and_its_mean() throws IOException {
        Thumbnail small =
                Thumbnail.of(2_800, 1_400, (x, y) -> (x + y) % 2 == 0 ? 0xffffff : 0x000000);

        BufferedImage read = read(small.png());

        assertEquals(280, read.getWidth());
        assertEquals(140, read.getHeight());
        assertEquals(127, read.getRGB(100, 50) & 0xff, 16);
    }

    @Test
    void a_strip_of_a_million_pixels_keeps_a_pixel_of_height() throws IOException {
        BufferedImage read = read(Thumbnail.of(1_000_000, 1, (x, y) -> 0x102030).png());

        assertEquals(1, read.getHeight());
        assertEquals(0xff102030, read.getRGB(279, 0));
    }

    @Test
    void grey_runs_from_low_to_high_and_nothing_is_black() throws IOException {
        float[] values = {-5, 0, 5, 10, 99, Float.NaN};

        BufferedImage read = read(Thumbnail.gray(6, 1, 0, 10, (x, y) -> values[x]).png());

        int[] expected = {0, 0, 128, 255, 255, 0};
        for (int x = 0; x < values.length; x++) {
            assertEquals(expected[x], read.getRGB(x, 0) & 0xff, "at " + x);
        }
    }

    @Test
    void noise_of_the_largest_size_fits_into_a_preview() {
        Preview preview =
                Thumbnail.of(
                                280,
                                220,
                                (x, y) -> (x * 0x9e3779b9 ^ y * 0x85ebca6b) * 0xc2b2ae35 >>> 8)
                        .toPreview("noise");

        assertTrue(preview.bytes().remaining() > 180_000, "noise does not compress");
    }

    private static BufferedImage read(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }
}
