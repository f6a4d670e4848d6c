package io.metatransformer.modality.video;

import io.metatransformer.api.Preview;
import io.metatransformer.raster.Image8;
import io.metatransformer.sketch.Thumbnail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Some frames of a clip side by side, as a tokenizer sees them. */
final class FilmStrip {
    private static final int SHOWN = 4;
    private static final int MAX_WIDTH = 360;
    private static final int MAX_HEIGHT = 220;

    /** What is seen between two frames. */
    private static final int PAPER = 0xFFFFFF;

    private FilmStrip() {}

    static Preview of(Take take) {
        StringBuilder caption = new StringBuilder();
        caption.append(take.count()).append(" frames of ").append(take.frame().sourceWidth());
        caption.append(" × ").append(take.frame().sourceHeight()).append(" px; a clip of ");
        caption.append(take.images().size()).append(" from ").append(take.indices()[0]);
        caption.append(" to ").append(take.indices()[take.indices().length - 1]);
        take.seconds()
                .ifPresent(
                        times ->
                                caption.append(
                                        String.format(
                                                Locale.ROOT,
                                                ", %.2f to %.2f s",
                                                times[0],
                                                times[times.length - 1])));
        return strip(take.images(), caption.toString());
    }

    /** Numbers that somebody else prepared, with mean and deviation taken back. */
    static Preview of(Clip clip, VideoOptions options) {
        int plane = clip.height() * clip.width();
        List<Image8> images = new ArrayList<>();
        for (int t = 0; t < clip.frames(); t++) {
            byte[] samples = new byte[Clip.CHANNELS * plane];
            for (int c = 0; c < Clip.CHANNELS; c++) {
                int from = (c * clip.frames() + t) * plane;
                for (int i = 0; i < plane; i++) {
                    float unit = clip.values()[from + i] * options.std()[c] + options.mean()[c];
                    samples[i * Clip.CHANNELS + c] =
                            (byte) Math.round(255 * Math.max(0, Math.min(1, unit)));
                }
            }
            images.add(new Image8(clip.width(), clip.height(), Clip.CHANNELS, samples));
        }
        return strip(
                images,
                "numbers, "
                        + clip.frames()
                        + " frames of "
                        + clip.width()
                        + " × "
                        + clip.height()
                        + " px");
    }

    private static Preview strip(List<Image8> images, String caption) {
        int shown = Math.min(SHOWN, images.size());
        int width = images.get(0).width();
        int height = images.get(0).height();
        int step = width + Math.max(1, width / 28);
        return Thumbnail.of(
                        shown * step - step + width,
                        height,
                        MAX_WIDTH,
                        MAX_HEIGHT,
                        (x, y) ->
                                x % step < width
                                        ? rgb(
                                                images.get(place(x / step, shown, images.size())),
                                                x % step,
                                                y)
                                        : PAPER)
                .toPreview(caption);
    }

    /** The first, the last, and what is evenly between. */
    private static int place(int n, int shown, int of) {
        return shown == 1 ? 0 : n * (of - 1) / (shown - 1);
    }

    private static int rgb(Image8 image, int x, int y) {
        int at = (y * image.width() + x) * image.channels();
        int step = image.channels() == 1 ? 0 : 1;
        byte[] samples = image.samples();
        return (samples[at] & 0xFF) << 16
                | (samples[at + step] & 0xFF) << 8
                | samples[at + 2 * step] & 0xFF;
    }
}
