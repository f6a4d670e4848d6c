package io.metatransformer.raster;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import java.util.List;

/**
 * Which samples of a gray picture become 0 and 1: options that a request may set.
 *
 * @param rule how the range is found
 * @param percentileLow rank of the lower end, from 0 to 100
 * @param percentileHigh rank of the upper end, from 0 to 100
 * @param windowLow lower end in physical units
 * @param windowHigh upper end in physical units
 * @param unit factor from samples to physical units
 * @param offset added after that
 */
public record RangeOptions(
        Rule rule,
        double percentileLow,
        double percentileHigh,
        double windowLow,
        double windowHigh,
        double unit,
        double offset) {

    /** How the range is found. */
    public enum Rule {
        /** {@link #FULL} for 8 bits, else {@link #MINMAX}. */
        AUTO,
        /** All that the samples can hold. */
        FULL,
        /** The smallest and the largest finite sample. */
        MINMAX,
        /** Two percentiles of the finite samples. */
        PERCENTILE,
        /** Given in physical units. */
        WINDOW
    }

    private static final List<String> RULES =
            List.of("auto", "full", "minmax", "percentile", "window");

    /** What a model or request may set. */
    public static List<Option> declared() {
        double most = Double.MAX_VALUE;
        return List.of(
                Option.choice(
                                "range",
                                "auto",
                                RULES,
                                "which samples of a gray picture become 0 and 1: all that fit the bits (full), the"
                                        + " smallest and largest, percentiles, or a window in physical units; auto: full"
                                        + " for 8 bits, else minmax")
                        .settablePerRequest(),
                Option.number("percentile_low", 1, 0, 100, "%", "for 'range' = percentile")
                        .settablePerRequest(),
                Option.number("percentile_high", 99, 0, 100, "%", "for 'range' = percentile")
                        .settablePerRequest(),
                Option.number(
                                "window_low",
                                0,
                                -most,
                                most,
                                "",
                                "physical value that becomes 0, for 'range' = window")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                                "window_high",
                                1,
                                -most,
                                most,
                                "",
                                "physical value that becomes 1, for 'range' = window")
                        .unset()
                        .settablePerRequest(),
                Option.number(
                                "physical_scale",
                                1,
                                -most,
                                most,
                                "",
                                "physical value of a sample is sample * physical_scale + physical_offset; 0.01 for"
                                        + " hundredths of a kelvin")
                        .settablePerRequest(),
                Option.number(
                                "physical_offset",
                                0,
                                -most,
                                most,
                                "",
                                "see 'physical_scale'; -273.15 from kelvin to degrees Celsius")
                        .settablePerRequest());
    }

    /**
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for a window without its ends, or
     *     percentiles in the wrong order
     */
    public static RangeOptions from(Options options) {
        Rule rule = Rule.values()[RULES.indexOf(options.text("range"))];
        boolean window = options.isSet("window_low") && options.isSet("window_high");
        if (rule == Rule.WINDOW && !window) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'range' = window needs 'window_low' and 'window_high'");
        }
        double low = options.number("percentile_low");
        double high = options.number("percentile_high");
        if (low > high) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "option 'percentile_low' is " + low + ", above 'percentile_high' " + high);
        }
        return new RangeOptions(
                rule,
                low,
                high,
                window ? options.number("window_low") : 0,
                window ? options.number("window_high") : 1,
                options.number("physical_scale"),
                options.number("physical_offset"));
    }
}
