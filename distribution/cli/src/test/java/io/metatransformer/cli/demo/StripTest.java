package io.metatransformer.cli.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class StripTest {
    private static BufferedImage strip(float... values) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(Strip.png(values)));
    }

    @Test
    void values_are_columns_blue_below_the_mean_and_orange_above() throws IOException {
        BufferedImage strip = strip(-5, 0, 5);

        Color below = new Color(strip.getRGB(0, 0));
        Color above = new Color(strip.getRGB(2, 0));
        assertEquals(3, strip.getWidth());
        assertTrue(below.getBlue() > below.getRed(), below.toString());
        assertTrue(above.getRed() > above.getBlue(), above.toString());
    }

    @Test
    void equal_values_are_all_pale() throws IOException {
        BufferedImage strip = strip(7, 7);

        assertEquals(0xF3F1EC, strip.getRGB(0, 0) & 0xFFFFFF);
        assertEquals(0xF3F1EC, strip.getRGB(1, 0) & 0xFFFFFF);
    }
}
