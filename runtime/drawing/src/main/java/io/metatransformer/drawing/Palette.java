package io.metatransformer.drawing;

import java.awt.Color;

/** Colours of drawings. */
final class Palette {
    static final Color PAPER = Color.WHITE;
    static final Color TEXT = new Color(0x22262b);
    static final Color QUIET = new Color(0x6b7178);
    static final Color RULE = new Color(0xd9dce0);
    static final Color FAINT = new Color(0xf1f2f4);
    static final Color BLUE = new Color(0x0072b2);
    static final Color VERMILION = new Color(0xd55e00);

    /** Told apart with any kind of colour vision (Okabe and Ito, "Color Universal Design", 2008). */
    private static final int[] SERIES = {
        0x0072b2, 0xd55e00, 0x009e73, 0xcc79a7, 0xe69f00, 0x56b4e9, 0xf0e442
    };

    private static final double GOLDEN = 0.6180339887498949;

    private Palette() {}

    /** The colour of the i-th of several things, from 0; past seven, hues that keep away from their neighbours. */
    static Color of(int i) {
        if (i < SERIES.length) {
            return new Color(SERIES[i]);
        }
        float hue = (float) ((i * GOLDEN + 0.3) % 1);
        float bright = 0.65f + 0.25f * (i % 3) / 2;
        return new Color(Color.HSBtoRGB(hue, 0.7f, bright));
    }

    /** Black or white, whichever is read better upon {@code ground}. */
    static Color upon(Color ground) {
        double light =
                0.299 * ground.getRed() + 0.587 * ground.getGreen() + 0.114 * ground.getBlue();
        return light > 150 ? TEXT : PAPER;
    }

    /** Colour between two, {@code share} of the way. */
    static int between(int from, int to, double share) {
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int a = from >> shift & 0xff;
            int b = to >> shift & 0xff;
            rgb |= (int) Math.round(a + (b - a) * share) << shift;
        }
        return rgb;
    }
}
