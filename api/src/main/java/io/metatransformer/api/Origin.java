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
