package io.metatransformer.modality.image;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import io.metatransformer.raster.EmbeddingOptions;
import io.metatransformer.raster.Filter;
import io.metatransformer.raster.Framing;
import io.metatransformer.raster.ReadingOptions;
import io.metatransformer.raster.Remainder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a picture becomes numbers.
 *
 * @param framing to what size it is brought
 * @param exactSize edge of the square that must come out, where another size is refused; in pixels
 * @param filter of Pillow's resize; empty for OpenCV's bilinear one
 * @param background red, green, blue that a picture with opacity is laid over; empty to drop opacity
 * @param divisor of 8-bit values: 255 for the range 0 to 1, or 1
 * @param mean subtracted from red, green, blue after dividing
 * @param std divided by after that
 * @param padMultiple that both edges are padded to with zeros after that, in pixels
 * @param remainder what happens to pixels beyond the last full patch
 */
record ImageOptions(
        Framing framing,
        Optional<Integer> exactSize,
        Optional<Filter> filter,
        Optional<int[]> background,
        float divisor,
        float[] mean,
        float[] std,
        int padMultiple,
        Remainder remainder) {

    private static final int MAX_EDGE = 16_384;
    private static final String OPENCV = "opencv-bilinear";
    private static final Pattern OVER = Pattern.compile("compositeOver\\(#([0-9a-fA-F]{6})\\)");

    static List<Option> declared() {
        List<Option> options = new ArrayList<>();
        options.add(
                Option.choice(
                        "profile",
                        Profile.DEFAULT.word(),
                        Profile.words(),
                        "the values of all options that are not set: default (CLIP), imagenet, dense (detection,"
                                + " segmentation), data2seq (projection only)"));
        options.addAll(preparation());
        options.addAll(ReadingOptions.declared());
        options.addAll(EmbeddingOptions.declared());
        return List.copyOf(options);
    }

    private static List<Option> preparation() {
        List<String> filters = new ArrayList<>();
        for (Filter filter : Filter.values()) {
            filters.add(word(filter));
        }
        filters.add(OPENCV);
        return List.of(
                byProfile(
                        Option.choice(
                                "resize",
                                Profile.DEFAULT.resize.word(),
                                Framing.Rule.words(),
                                "the shorter edge to 'size', both edges to it (squash), to fit 'longer_edge' and"
                                        + " 'shorter_edge', or not at all")),
                byProfile(
                        Option.integer(
                                "size", 224, 1, MAX_EDGE, "px", "edge that 'resize' aims at")),
                Option.integer(
                                "longer_edge",
                                1333,
                                1,
                                MAX_EDGE,
                                "px",
                                "most of the longer edge, for 'resize' = fit")
                        .settablePerRequest(),
                Option.integer(
                                "shorter_edge",
                                800,
                                1,
                                MAX_EDGE,
                                "px",
                                "most of the shorter edge, for 'resize' = fit")
                        .settablePerRequest(),
                byProfile(
                        Option.choice(
                                "filter",
                                word(Filter.BICUBIC),
                                filters,
                                "how pixels are weighed when resizing: Pillow's filters, or OpenCV's bilinear")),
                byProfile(
                        Option.integer(
                                "crop",
                                224,
                                0,
                                MAX_EDGE,
                                "px",
                                "edge of the square that is cut out of the middle; 0: none. A smaller picture is"
                                        + " padded with black")),
                byProfile(
                        Option.choice(
                                "scale",
                                "unit",
                                List.of("unit", "raw"),
                                "range of values before 'mean' and 'std': 0 to 1 (unit) or 0 to 255 (raw)")),
                byProfile(
                        Option.numbers(
                                "mean",
                                Profile.DEFAULT.mean,
                                "",
                                "subtracted from red, green, blue")),
                byProfile(
                        Option.numbers(
                                "std",
                                Profile.DEFAULT.std,
                                "",
                                "divides red, green, blue after 'mean'")),
                byProfile(
                        Option.integer(
                                "pad_multiple",
                                1,
                                1,
                                1024,
                                "px",
                                "both edges are padded with zeros to a multiple of it, after 'std'")),
                byProfile(
                        Option.choice(
                                "remainder",
                                Remainder.ERROR.word(),
                                Remainder.words(),
                                "pixels beyond the last full patch: refused, dropped, or the patch filled with zeros."
                                        + " 'error' also insists on the exact size that 'crop', or 'size' without"
                                        + " resizing, says")),
                Option.text(
                                "alpha",
                                "drop",
                                "opacity: drop, or compositeOver(#RRGGBB) to lay the picture over a colour")
                        .settablePerRequest());
    }

    private static Option byProfile(Option option) {
        return option.unset().settablePerRequest();
    }

    private static String word(Filter filter) {
        return filter.name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     *     together
     */
    static ImageOptions from(Options options) {
        Profile profile = Profile.of(options.text("profile"));
        Framing.Rule rule =
                options.isSet("resize") ? Framing.Rule.of(options.text("resize")) : profile.resize;
        int size = options.isSet("size") ? options.integer("size") : profile.size;
        int crop = options.isSet("crop") ? options.integer("crop") : crop(profile, size);
        Remainder remainder =
                options.isSet("remainder")
                        ? Remainder.of(options.text("remainder"))
                        : profile.remainder;
        boolean unit =
                options.isSet("scale") ? options.text("scale").equals("unit") : profile.unitScale;
        return new ImageOptions(
                new Framing(
                        rule,
                        size,
                        options.integer("longer_edge"),
                        options.integer("shorter_edge"),
                        crop),
                remainder == Remainder.ERROR ? exactSize(rule, size, crop) : Optional.empty(),
                options.isSet("filter") ? filter(options.text("filter")) : profile.filter,
                background(options.text("alpha")),
                unit ? 255 : 1,
                statistics(options, "mean", profile.mean),
                positive(statistics(options, "std", profile.std)),
                options.isSet("pad_multiple")
                        ? options.integer("pad_multiple")
                        : profile.padMultiple,
                remainder);
    }

    /** How patches become tokens. */
    static EmbeddingOptions embedding(Options options) {
        return EmbeddingOptions.from(options, Profile.of(options.text("profile")).embedding());
    }

    /** Of a profile that crops to its size, the crop follows another size. */
    private static int crop(Profile profile, int size) {
        return profile.crop == profile.size ? size : profile.crop;
    }

    private static Optional<Integer> exactSize(Framing.Rule rule, int size, int crop) {
        if (crop > 0) {
            return Optional.of(crop);
        }
        return rule == Framing.Rule.NONE || rule == Framing.Rule.SQUASH
                ? Optional.of(size)
                : Optional.empty();
    }

    private static Optional<Filter> filter(String word) {
        return word.equals(OPENCV)
                ? Optional.empty()
                : Optional.of(Filter.valueOf(word.toUpperCase(Locale.ROOT)));
    }

    private static Optional<int[]> background(String alpha) {
        if (alpha.equals("drop")) {
            return Optional.empty();
        }
        Matcher over = OVER.matcher(alpha);
        if (!over.matches()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'alpha' takes drop or compositeOver(#RRGGBB), got " + Quoted.of(alpha));
        }
        int rgb = Integer.parseInt(over.group(1), 16);
        return Optional.of(new int[] {rgb >> 16, rgb >> 8 & 0xFF, rgb & 0xFF});
    }

    private static float[] statistics(Options options, String name, List<Double> usual) {
        List<Double> values = options.isSet(name) ? options.numbers(name) : usual;
        if (values.size() != 3) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option '"
                            + name
                            + "' takes 3 numbers, for red, green and blue, got "
                            + values.size());
        }
        float[] three = new float[3];
        for (int c = 0; c < 3; c++) {
            three[c] = values.get(c).floatValue();
        }
        return three;
    }

    private static float[] positive(float[] std) {
        for (float each : std) {
            if (!(each > 0) || Float.isInfinite(1 / each)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "option 'std' takes 3 numbers above 0, got " + Arrays.toString(std));
            }
        }
        return std;
    }
}
