package io.metatransformer.modality.audio;

import io.metatransformer.api.Preview;
import io.metatransformer.sketch.Ink;
import io.metatransformer.sketch.Plot;
import io.metatransformer.sketch.Svg;
import io.metatransformer.sketch.Thumbnail;
import java.util.Locale;

/** A sound for the eye: its waveform, and below it its spectrogram, low frequencies at the bottom. */
final class SoundDrawing {
    private static final int MARGIN = 8; // as waveforms have it
    private static final int WAVE_BOTTOM = 70;
    private static final int PICTURE_TOP = 78;
    private static final int PICTURE_HEIGHT = 124;
    private static final int COLUMNS = 344;

    /** Energies that much below the loudest, in nats, are drawn as nothing: 60 dB. */
    private static final float RANGE = 13.8f;

    /** From quiet to loud. */
    private static final int[] COLOURS = {0x10142b, 0x0072b2, 0xe69f00, 0xfbfaf7};

    private SoundDrawing() {}

    /** The window that becomes tokens, as far as the sound fills it. */
    static Preview of(Sound sound, SoundWindow window, int bins) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        Plot.draw(svg, window.peaks(COLUMNS), MARGIN, WAVE_BOTTOM, Ink.BLUE.hex());
        float[] energies = window.energies(bins);
        picture(svg, energies, window.there(), bins, PICTURE_TOP, PICTURE_HEIGHT);
        double start = window.startSeconds();
        double end = start + window.seconds();
        seconds(svg, MARGIN, start);
        seconds(svg, Svg.WIDTH - 40, end);
        String part =
                window.there() < window.whole()
                        ? String.format(Locale.ROOT, "; %.2f to %.2f s are shown", start, end)
                        : "";
        return svg.toPreview(
                String.format(
                        Locale.ROOT,
                        "%.2f s at %d Hz, %d channel%s%s",
                        sound.frames() / (double) sound.rate(),
                        sound.rate(),
                        sound.channels(),
                        sound.channels() == 1 ? "" : "s",
                        part));
    }

    /** A spectrogram that came as numbers. */
    static Preview of(float[] spectrogram, int frames, int bins) {
        Svg svg = new Svg(Svg.WIDTH, Svg.HEIGHT);
        picture(svg, spectrogram, frames, bins, MARGIN, Svg.HEIGHT - 2 * MARGIN);
        return svg.toPreview("a spectrogram of " + frames + " frames, " + bins + " mel bins");
    }

    private static void seconds(Svg svg, double x, double at) {
        svg.text(x, Svg.HEIGHT - 6.0, 9, Ink.QUIET.hex(), String.format(Locale.ROOT, "%.2f s", at));
    }

    private static void picture(
            Svg svg, float[] energies, int frames, int bins, double top, double height) {
        float loudest = Float.NEGATIVE_INFINITY;
        float quietest = Float.POSITIVE_INFINITY;
        for (float energy : energies) {
            loudest = Math.max(loudest, energy);
            quietest = Math.min(quietest, energy);
        }
        float low = Math.max(quietest, loudest - RANGE);
        float span = Math.max(loudest - low, Float.MIN_NORMAL);
        Thumbnail pixels =
                Thumbnail.of(
                        frames,
                        bins,
                        COLUMNS,
                        bins,
                        (x, y) -> colour((energies[x * bins + bins - 1 - y] - low) / span));
        svg.picture(MARGIN, top, Svg.WIDTH - 2.0 * MARGIN, height, pixels.png());
    }

    /** Between the colours, for 0 to 1; below that the first. */
    private static int colour(float level) {
        float place = Math.max(0, Math.min(1, level)) * (COLOURS.length - 1);
        int from = Math.min((int) place, COLOURS.length - 2);
        int rgb = 0;
        for (int shift = 16; shift >= 0; shift -= 8) {
            int before = COLOURS[from] >> shift & 0xFF;
            int after = COLOURS[from + 1] >> shift & 0xFF;
            rgb |= Math.round(before + (after - before) * (place - from)) << shift;
        }
        return rgb;
    }
}
