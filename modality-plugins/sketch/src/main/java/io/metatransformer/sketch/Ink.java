package io.metatransformer.sketch;

import java.util.Locale;

/**
 * Colours of drawings. Those of {@link #series} are told apart with any kind of colour vision (Okabe and
 * Ito, "Color Universal Design", 2008).
 */
public enum Ink {
    PAPER(0xfbfaf7),
    TEXT(0x22262b),
    QUIET(0x8a9099),
    RULE(0xd9dce0),
    BLUE(0x0072b2),
    VERMILION(0xd55e00),
    GREEN(0x009e73),
    PURPLE(0xcc79a7),
    ORANGE(0xe69f00),
    SKY(0x56b4e9);

    private static final Ink[] SERIES = {BLUE, VERMILION, GREEN, PURPLE, ORANGE, SKY};

    private final int rgb;

    Ink(int rgb) {
        this.rgb = rgb;
    }

    /** The colour of the i-th of several things, from 0; they come round after six. */
    public static Ink series(int i) {
        return SERIES[Math.floorMod(i, SERIES.length)];
    }

    /** As SVG writes it, {@code #rrggbb}. */
    public String hex() {
        return hex(rgb);
    }

    static String hex(int rgb) {
        return String.format(Locale.ROOT, "#%06x", rgb & 0xffffff);
    }
}
