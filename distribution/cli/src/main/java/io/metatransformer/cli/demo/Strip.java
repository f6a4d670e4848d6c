package io.metatransformer.cli.demo;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import javax.imageio.ImageIO;

/** An embedding as a strip of colours, one px per value: blue below its mean, orange above, pale near it. */
final class Strip {
    private static final int BELOW = 0x1F5FA8;
    private static final int MEAN = 0xF3F1EC;
    private static final int ABOVE = 0xC25A10;

    /** Values that many deviations from the mean get the full colour. */
    private static final double FULL = 2.5;

    private Strip() {}

    /** A PNG of one row. */
    static byte[] png(float[] values) {
        double mean = 0;
        for (float value : values) {
            mean += value / (double) values.length;
        }
        double variance = 0;
        for (float value : values) {
            variance += (value - mean) * (value - mean) / values.length;
        }
        double full = FULL * Math.sqrt(variance) + Float.MIN_NORMAL;
        BufferedImage row = new BufferedImage(values.length, 1, BufferedImage.TYPE_INT_RGB);
        for (int i = 0; i < values.length; i++) {
            double share = Math.max(-1, Math.min(1, (values[i] - mean) / full));
            row.setRGB(i, 0, mix(share < 0 ? BELOW : ABOVE, Math.abs(share)));
        }
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        try {
            ImageIO.write(row, "png", png);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return png.toByteArray();
    }

    private static int mix(int colour, double share) {
        int mixed = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int from = MEAN >> shift & 0xFF;
            int to = colour >> shift & 0xFF;
            mixed |= (int) Math.round(from + (to - from) * share) << shift;
        }
        return mixed;
    }
}
