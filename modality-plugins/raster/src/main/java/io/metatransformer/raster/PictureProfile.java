package io.metatransformer.raster;

import java.util.List;
import java.util.Optional;

/**
 * A full set of values for the options that nobody sets.
 *
 * @param word that the option {@code profile} takes
 * @param resize how pictures are resized
 * @param size in pixels, that {@code resize} aims at
 * @param crop edge of the square that is cut out of the middle, in pixels; 0 for none
 * @param filter of Pillow's resize; empty for OpenCV's bilinear one
 * @param padMultiple that both edges are padded to after normalising, in pixels
 * @param unitScale whether 8-bit values are divided by 255 before mean and std
 * @param mean of red, green, blue
 * @param std of red, green, blue
 * @param remainder what happens to pixels beyond the last full patch
 * @param embedding what {@code cls} and {@code pos_embed} are: {@code auto}, or {@code none}
 */
public record PictureProfile(
        String word,
        Framing.Rule resize,
        int size,
        int crop,
        Optional<Filter> filter,
        int padMultiple,
        boolean unitScale,
        List<Double> mean,
        List<Double> std,
        Remainder remainder,
        String embedding) {

    /** Of the pictures that CLIP models were trained on, red, green, blue in the range 0 to 1. */
    public static final List<Double> CLIP_MEAN = List.of(0.48145466, 0.4578275, 0.40821073);

    public static final List<Double> CLIP_STD = List.of(0.26862954, 0.26130258, 0.27577711);

    /** Leaves values as they are. */
    public static final List<Double> NO_MEAN = List.of(0.0, 0.0, 0.0);

    public static final List<Double> NO_STD = List.of(1.0, 1.0, 1.0);

    /** As CLIP-trained encoders see pictures: 224 x 224 px out of the middle. */
    public static final PictureProfile CLIP =
            new PictureProfile(
                    "default",
                    Framing.Rule.SHORTER_EDGE,
                    224,
                    224,
                    Optional.of(Filter.BICUBIC),
                    1,
                    true,
                    CLIP_MEAN,
                    CLIP_STD,
                    Remainder.ERROR,
                    "auto");

    /** Data2Seq: exactly 224 x 224 px, projected and nothing else. */
    public static final PictureProfile DATA2SEQ =
            new PictureProfile(
                    "data2seq",
                    Framing.Rule.NONE,
                    224,
                    0,
                    Optional.of(Filter.BICUBIC),
                    1,
                    true,
                    NO_MEAN,
                    NO_STD,
                    Remainder.ERROR,
                    "none");

    /** Where the crop is the size, it follows another size. */
    int crop(int otherSize) {
        return crop == size ? otherSize : crop;
    }
}
