package io.metatransformer.series;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Option;
import io.metatransformer.api.Quoted;
import java.util.List;

/**
 * Fills gaps channel by channel. Between two values a gap is filled along a straight line by row position; before
 * the first and after the last with the nearest value. That is what the reference does for its classification
 * sets; its anomaly sets put zeros.
 */
public final class MissingValues {
    private MissingValues() {}

    /** The option that {@link #fill} follows. */
    public static Option option(String defaultValue) {
        return Option.choice(
                        "missing",
                        defaultValue,
                        List.of("linear", "zero", "error"),
                        "Gaps: filled along a line by row position, with zeros, or refused.")
                .settablePerRequest();
    }

    /**
     * @param name of the input, for messages
     * @param how {@code linear}, {@code zero} or {@code error}
     * @param values {@code [L, C]} row-major, NaN where there is no value
     * @param channels names of the C channels
     * @return {@code [L, C]} without NaN
     * @throws MetaTransformerException with {@link ErrorCode#NON_FINITE} for a channel without any value, and for
     *     any gap if {@code how} is {@code error}
     */
    public static double[] fill(String name, String how, double[] values, List<String> channels) {
        double[] filled = values.clone();
        int width = channels.size();
        for (int channel = 0; channel < width; channel++) {
            int gaps = gaps(filled, channel, width);
            String called = Quoted.of(channels.get(channel));
            if (gaps == values.length / width) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name + ": channel " + called + " has no value at all");
            }
            if (gaps > 0 && how.equals("error")) {
                throw new MetaTransformerException(
                        ErrorCode.NON_FINITE,
                        name
                                + ": channel "
                                + called
                                + " lacks "
                                + gaps
                                + " values; option 'missing' can fill them");
            }
            if (gaps > 0) {
                fill(filled, channel, width, how.equals("zero"));
            }
        }
        return filled;
    }

    /** How many values are missing. */
    public static int count(double[] values) {
        return gaps(values, 0, 1);
    }

    private static int gaps(double[] values, int from, int stride) {
        int gaps = 0;
        for (int i = from; i < values.length; i += stride) {
            gaps += Double.isNaN(values[i]) ? 1 : 0;
        }
        return gaps;
    }

    private static void fill(double[] values, int channel, int width, boolean zero) {
        int known = -1;
        for (int i = channel; i < values.length + width; i += width) {
            boolean end = i >= values.length;
            if (!end && Double.isNaN(values[i])) {
                continue;
            }
            int start = known < 0 ? channel : known + width;
            for (int gap = start; gap < Math.min(i, values.length); gap += width) {
                if (zero) {
                    values[gap] = 0;
                } else if (known < 0) {
                    values[gap] = values[i];
                } else if (end) {
                    values[gap] = values[known];
                } else {
                    double part = (double) (gap - known) / (i - known);
                    values[gap] = values[known] + (values[i] - values[known]) * part;
                }
            }
            known = i;
            if (end) {
                return;
            }
        }
    }
}
