package io.metatransformer.api;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the tokens of a segment came from, in the user's own coordinates: what a dense head needs to
 * answer in pixels, seconds, point indices or rows.
 *
 * @param name label of the input (a file name without its folder, or a part name); never a path
 * @param facts single facts by name, such as {@link #WIDTH}; numbers as Java writes them
 * @param arrays numeric facts by name, such as channel means or the points before sampling
 */
public record Origin(String name, Map<String, String> facts, Map<String, Tensor> arrays) {

    /** Width and height of the picture as the user sees it, in pixels, after its orientation tag. */
    public static final String WIDTH = "width";

    public static final String HEIGHT = "height";

    /**
     * The part of the picture that the tokens cover, in the user's pixels: left edge, top edge, width,
     * height (decimal fractions, since resizing comes before cropping).
     */
    public static final String CROP_LEFT = "crop_left";

    public static final String CROP_TOP = "crop_top";
    public static final String CROP_WIDTH = "crop_width";
    public static final String CROP_HEIGHT = "crop_height";

    /**
     * Arrays of a series: the mean and the deviation of each channel, {@code [channels]}. What the encoder
     * read is {@code (x - mean) / std} of the user's x.
     */
    public static final String MEAN = "mean";

    public static final String DEVIATION = "std";

    /**
     * Array of a series: its values as the encoder read them, scaled and without gaps, {@code [steps,
     * channels]}; a segment of one channel has that channel alone.
     */
    public static final String SCALED = "scaled";

    /** Array of a series with gaps: the shape of {@link #SCALED}, 1 where a value was missing, else 0. */
    public static final String GAPS = "gaps";

    /**
     * Array of a series: when each step was, {@code [steps, 4]}: days since 1970, seconds of the day,
     * microseconds, and what the clock on the wall was ahead in seconds. The first three tell an instant; or,
     * where the last one is NaN, what the clock on the wall showed.
     */
    public static final String TIMES = "times";

    /**
     * Fact of a series: from one step to the next, as ISO 8601 writes it ({@code PT1H}, {@code P1M}), or
     * {@code weekdays} or {@code month-ends}.
     */
    public static final String STEP = "step";

    /** Facts of a series: the name of each channel, {@code channel.0}, {@code channel.1}, … */
    public static final String CHANNEL_NAME = "channel.";

    /** Fact of a segment of one channel of several: which one, from 0. */
    public static final String CHANNEL = "channel";

    /** {@code "true"} if tokens were cut off because the caller allowed it. */
    public static final String TRUNCATED = "truncated";

    /** An origin with nothing but a label. */
    public static Origin named(String name) {
        return new Origin(name, Map.of(), Map.of());
    }

    /** Copies both maps; iteration is in order of name. */
    public Origin {
        facts = Collections.unmodifiableMap(new TreeMap<>(facts));
        arrays = Collections.unmodifiableMap(new TreeMap<>(arrays));
    }

    /** This origin with one more fact. */
    public Origin with(String fact, Object value) {
        Map<String, String> more = new TreeMap<>(facts);
        more.put(fact, String.valueOf(value));
        return new Origin(name, more, arrays);
    }

    /** This origin with one more array. */
    public Origin with(String array, Tensor value) {
        Map<String, Tensor> more = new TreeMap<>(arrays);
        more.put(array, value);
        return new Origin(name, facts, more);
    }

    public Optional<String> fact(String fact) {
        return Optional.ofNullable(facts.get(fact));
    }

    public boolean truncated() {
        return "true".equals(facts.get(TRUNCATED));
    }
}
