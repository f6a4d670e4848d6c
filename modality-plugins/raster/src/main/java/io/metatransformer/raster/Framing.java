package io.metatransformer.raster;

import io.metatransformer.raster.Resize.Region;
import io.metatransformer.raster.Sizes.Size;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * How a picture of any size is brought to the size that is cut into patches.
 *
 * @param rule how it is resized
 * @param size in pixels: the shorter edge, or both when squashed
 * @param longer most pixels of the longer edge when it is fitted
 * @param shorter most pixels of the shorter edge when it is fitted
 * @param crop edge of the square that is then cut out of the middle, in pixels; 0 for none
 */
public record Framing(Rule rule, int size, int longer, int shorter, int crop) {

    /** How a picture is resized. */
    public enum Rule {
        /** The shorter edge to a size, the longer one at the same ratio. */
        SHORTER_EDGE,
        /** Both edges to a size. */
        SQUASH,
        /** As large as fits within a longer and a shorter edge, at the same ratio. */
        FIT,
        /** Not at all. */
        NONE;

        /** As options write it: {@code shorter-edge}, … */
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        /** All words. */
        public static List<String> words() {
            return Arrays.stream(values()).map(Rule::word).toList();
        }

        /** The one of this word, which is one of {@link #words}. */
        public static Rule of(String word) {
            return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
        }
    }

    /** The frame of a picture of {@code width} x {@code height} px. */
    public Frame of(int width, int height) {
        Size to =
                switch (rule) {
                    case SHORTER_EDGE -> Sizes.shorterEdge(width, height, size);
                    case SQUASH -> new Size(size, size);
                    case FIT -> Sizes.within(width, height, longer, shorter);
                    case NONE -> new Size(width, height);
                };
        int outWidth = crop == 0 ? to.width() : crop;
        int outHeight = crop == 0 ? to.height() : crop;
        int padLeft = Math.max(0, outWidth - to.width()) / 2;
        int padTop = Math.max(0, outHeight - to.height()) / 2;
        int left = Math.max(0, Sizes.centred(to.width(), outWidth));
        int top = Math.max(0, Sizes.centred(to.height(), outHeight));
        Region part =
                new Region(
                        left,
                        top,
                        Math.min(outWidth, to.width()),
                        Math.min(outHeight, to.height()));
        return new Frame(width, height, to, part, padLeft, padTop, outWidth, outHeight);
    }
}
