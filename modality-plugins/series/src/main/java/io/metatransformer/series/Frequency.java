package io.metatransformer.series;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far apart the steps of a series are, roughly: decides which features of the calendar can differ between
 * them. The order of the features is that of the columns of {@code temporal_embedding.embed.weight}.
 */
public enum Frequency {
    S(
            "s",
            Feature.SECOND,
            Feature.MINUTE,
            Feature.HOUR,
            Feature.WEEKDAY,
            Feature.DAY,
            Feature.DAY_OF_YEAR),
    T("t", Feature.MINUTE, Feature.HOUR, Feature.WEEKDAY, Feature.DAY, Feature.DAY_OF_YEAR),
    H("h", Feature.HOUR, Feature.WEEKDAY, Feature.DAY, Feature.DAY_OF_YEAR),
    D("d", Feature.WEEKDAY, Feature.DAY, Feature.DAY_OF_YEAR),
    /** Business days. */
    B("b", Feature.WEEKDAY, Feature.DAY, Feature.DAY_OF_YEAR),
    W("w", Feature.DAY, Feature.WEEK),
    M("m", Feature.MONTH);

    private static final double MINUTE = 60;
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final Pattern STEP = Pattern.compile("([1-9]\\d{0,8})?\\s*([A-Za-z]{1,5})");
    private static final Map<String, Double> UNITS =
            Map.ofEntries(
                    Map.entry("ms", 1e-3),
                    Map.entry("s", 1.0),
                    Map.entry("sec", 1.0),
                    Map.entry("t", MINUTE),
                    Map.entry("min", MINUTE),
                    Map.entry("h", HOUR),
                    Map.entry("d", DAY),
                    Map.entry("b", DAY),
                    Map.entry("w", 7 * DAY),
                    Map.entry("m", 30 * DAY));

    private final String word;
    private final List<Feature> features;

    Frequency(String word, Feature... features) {
        this.word = word;
        this.features = List.of(features);
    }

    /** As options and origins write it. */
    public String word() {
        return word;
    }

    /** The one whose features are so many; of days and working days, which are alike, days. */
    public static Optional<Frequency> ofFeatures(int count) {
        return Arrays.stream(values()).filter(f -> f.features.size() == count).findFirst();
    }

    /** What can differ between steps, in the order of the columns. */
    public List<Feature> features() {
        return features;
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#UNSUPPORTED} for years and quarters, which the
     *     reference names without a feature for them, {@link ErrorCode#BAD_CONFIG} for another word
     */
    public static Frequency of(String word) {
        return Arrays.stream(values())
                .filter(frequency -> frequency.word.equals(word))
                .findFirst()
                .orElseThrow(() -> unknown(word, "one of auto, s, t, h, d, b, w, m"));
    }

    /** By the distance between steps; hours if that is not known. */
    public static Frequency ofStep(double seconds) {
        if (Double.isNaN(seconds)) {
            return H;
        }
        if (seconds <= 1) {
            return S;
        }
        if (seconds < HOUR) {
            return T;
        }
        if (seconds < DAY) {
            return H;
        }
        if (seconds < 7 * DAY) {
            return D;
        }
        return seconds < 28 * DAY ? W : M;
    }

    /**
     * The distance that words such as {@code 15min}, {@code h} or {@code 2d} mean, in seconds; a month counts
     * 30 days.
     *
     * @throws MetaTransformerException as {@link #of}
     */
    public static double seconds(String words) {
        Matcher step = STEP.matcher(words.strip());
        if (!step.matches()) {
            throw unknown(words, "a distance such as 15min, h or 2d");
        }
        Double unit = UNITS.get(step.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            throw unknown(step.group(2), "a distance such as 15min, h or 2d");
        }
        return step.group(1) == null ? unit : unit * Integer.parseInt(step.group(1));
    }

    private static MetaTransformerException unknown(String word, String accepted) {
        return List.of("a", "y", "q").contains(word.toLowerCase(Locale.ROOT))
                ? new MetaTransformerException(
                        ErrorCode.UNSUPPORTED,
                        "frequency " + Quoted.of(word) + ": years and quarters have no features")
                : new MetaTransformerException(
                        ErrorCode.BAD_CONFIG,
                        "frequency takes " + accepted + ", got " + Quoted.of(word));
    }
}
