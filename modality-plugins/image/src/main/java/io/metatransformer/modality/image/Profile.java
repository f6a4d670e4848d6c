package io.metatransformer.modality.image;

import io.metatransformer.raster.Filter;
import io.metatransformer.raster.Framing.Rule;
import io.metatransformer.raster.Remainder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A full set of values for the options that nobody sets. */
enum Profile {
    /** As CLIP-trained encoders see pictures: 224 x 224 px out of the middle. */
    DEFAULT(
            Rule.SHORTER_EDGE,
            224,
            224,
            Optional.of(Filter.BICUBIC),
            1,
            true,
            List.of(0.48145466, 0.4578275, 0.40821073),
            List.of(0.26862954, 0.26130258, 0.27577711),
            Remainder.ERROR),
    /** As ImageNet classifiers see them: a wider margin is cut off. */
    IMAGENET(
            Rule.SHORTER_EDGE,
            256,
            224,
            Optional.of(Filter.BICUBIC),
            1,
            true,
            List.of(0.485, 0.456, 0.406),
            List.of(0.229, 0.224, 0.225),
            Remainder.ERROR),
    /** As the reference's detection and segmentation see them: whole, as large as fits 1333 x 800 px. */
    DENSE(
            Rule.FIT,
            800,
            0,
            Optional.empty(),
            32,
            false,
            List.of(123.675, 116.28, 103.53),
            List.of(58.395, 57.12, 57.375),
            Remainder.DROP),
    /** Data2Seq: exactly 224 x 224 px, projected and nothing else. */
    DATA2SEQ(
            Rule.NONE,
            224,
            0,
            Optional.of(Filter.BICUBIC),
            1,
            true,
            List.of(0.0, 0.0, 0.0),
            List.of(1.0, 1.0, 1.0),
            Remainder.ERROR);

    final Rule resize;
    final int size;
    final int crop;
    final Optional<Filter> filter;
    final int padMultiple;
    final boolean unitScale;
    final List<Double> mean;
    final List<Double> std;
    final Remainder remainder;

    /**
     * @param filter of Pillow's resize; empty for OpenCV's bilinear one
     * @param padMultiple that both edges are padded to after normalising, in pixels
     * @param unitScale whether values are divided by 255 before mean and std
     */
    Profile(
            Rule resize,
            int size,
            int crop,
            Optional<Filter> filter,
            int padMultiple,
            boolean unitScale,
            List<Double> mean,
            List<Double> std,
            Remainder remainder) {
        this.resize = resize;
        this.size = size;
        this.crop = crop;
        this.filter = filter;
        this.padMultiple = padMultiple;
        this.unitScale = unitScale;
        this.mean = mean;
        this.std = std;
        this.remainder = remainder;
    }

    /** What {@code cls} and {@code pos_embed} are where nobody sets them. */
    String embedding() {
        return this == DATA2SEQ ? "none" : "auto";
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> words() {
        return Arrays.stream(values()).map(Profile::word).toList();
    }

    static Profile of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
