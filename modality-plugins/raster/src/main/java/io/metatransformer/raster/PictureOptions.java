package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.metatransformer.api.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a picture becomes numbers: the options that picture tokenizers share.
 *
 * @param framing to what size it is brought
 * @param exactSize edge of the square that must come out, where another size is refused; in pixels
 * @param filter of Pillow's resize; empty for OpenCV's bilinear one
 * @param background red, green, blue that a picture with opacity is laid over; empty to drop opacity
 * @param divisor of 8-bit values: 255 for the range 0 to 1, or 1
 * @param mean subtracted after dividing: one for all channels, or one each for red, green, blue
 * @param std divided by after that
 * @param padMultiple that both edges are padded to with zeros after that, in pixels
 * @param remainder what happens to pixels beyond the last full patch
 */
public record PictureOptions(
        Framing framing,
        Optional<Integer> exactSize,
        Optional<Filter> filter,
        Optional<int[]> background,
        float divisor,
        List<Double> mean,
        List<Double> std,
        int padMultiple,
        Remainder remainder) {

    private static final String OPENCV = "opencv-bilinear";
    private static final Pattern OVER = Pattern.compile("compositeOver\\(#([0-9a-fA-F]{6})\\)");

    /**
     * What a model may set, and a request most of it: these, {@link ReadingOptions} and {@link
     * EmbeddingOptions}.
     *
     * @param profiles that the option {@code profile} names, the usual one first
     */
    public static List<Option> declared(List<PictureProfile> profiles) {
        List<Option> options = new ArrayList<>(PictureOptionList.of(profiles, filterWords()));
        options.addAll(ReadingOptions.declared());
        options.addAll(EmbeddingOptions.declared());
        return List.copyOf(options);
    }

    private static List<String> filterWords() {
        List<String> words = new ArrayList<>();
        for (Filter filter : Filter.values()) {
            words.add(filter.name().toLowerCase(Locale.ROOT));
        }
        words.add(OPENCV);
        return words;
    }

    /**
     * @param profiles as {@link #declared} was given
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for values that make no sense
     *     together
     */
    public static PictureOptions from(Options options, List<PictureProfile> profiles) {
        PictureProfile profile = profile(options, profiles);
        Framing.Rule rule =
                options.isSet("resize")
                        ? Framing.Rule.of(options.text("resize"))
                        : profile.resize();
        int size = options.isSet("size") ? options.integer("size") : profile.size();
        int crop = options.isSet("crop") ? options.integer("crop") : profile.crop(size);
        Remainder remainder =
                options.isSet("remainder")
                        ? Remainder.of(options.text("remainder"))
                        : profile.remainder();
        boolean unit =
                options.isSet("scale") ? options.text("scale").equals("unit") : profile.unitScale();
        return new PictureOptions(
                new Framing(
                        rule,
                        size,
                        options.integer("longer_edge"),
                        options.integer("shorter_edge"),
                        crop),
                remainder == Remainder.ERROR ? exactSize(rule, size, crop) : Optional.empty(),
                options.isSet("filter") ? filter(options.text("filter")) : profile.filter(),
                background(options.text("alpha")),
                unit ? 255 : 1,
                statistics(options, "mean", profile.mean()),
                positive(statistics(options, "std", profile.std())),
                options.isSet("pad_multiple")
                        ? options.integer("pad_multiple")
                        : profile.padMultiple(),
                remainder);
    }

    /** How patches become tokens, with the profile's word where nobody sets an option. */
    public static EmbeddingOptions embedding(Options options, List<PictureProfile> profiles) {
        return EmbeddingOptions.from(options, profile(options, profiles).embedding());
    }

    private static PictureProfile profile(Options options, List<PictureProfile> profiles) {
        String word = options.text("profile");
        return profiles.stream().filter(p -> p.word().equals(word)).findFirst().orElseThrow();
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

    private static List<Double> statistics(Options options, String name, List<Double> usual) {
        List<Double> values = options.isSet(name) ? options.numbers(name) : usual;
        if (values.size() != 1 && values.size() != 3) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option '"
                            + name
                            + "' takes 3 numbers, for red, green and blue, or 1 for all, got "
                            + values.size());
        }
        return values;
    }

    private static List<Double> positive(List<Double> std) {
        for (double each : std) {
            if (!((float) each > 0) || Float.isInfinite(1 / (float) each)) {
                throw new MetaTransformerException(
                        ErrorCode.BAD_CONFIG, "option 'std' takes numbers above 0, got " + std);
            }
        }
        return std;
    }

    /** {@link #mean} per channel; for one channel the average of three. */
    public float[] mean(int channels) {
        return spread(mean, channels);
    }

    /** {@link #std} per channel; for one channel the average of three. */
    public float[] std(int channels) {
        return spread(std, channels);
    }

    private static float[] spread(List<Double> values, int channels) {
        float[] spread = new float[channels];
        double average = values.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
        for (int c = 0; c < channels; c++) {
            spread[c] = (float) (values.size() == channels ? values.get(c) : average);
        }
        return spread;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} if another size than the exact one
     *     has come out
     */
    Prepared checked(Prepared prepared, String name) {
        exactSize.ifPresent(
                edge -> {
                    if (prepared.width() != edge || prepared.height() != edge) {
                        throw new MetaTransformerException(
                                ErrorCode.SHAPE_MISMATCH,
                                name
                                        + ": "
                                        + prepared.width()
                                        + " x "
                                        + prepared.height()
                                        + " px, exactly "
                                        + edge
                                        + " x "
                                        + edge
                                        + " are read; set 'remainder' to drop or pad-zero for other"
                                        + " sizes");
                    }
                });
        return prepared;
    }
}
