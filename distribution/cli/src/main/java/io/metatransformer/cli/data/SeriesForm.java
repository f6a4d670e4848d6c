package io.metatransformer.cli.data;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * How a long series is cut into windows for a head that reads series.
 *
 * @param answer {@code forecast}, {@code impute} or {@code anomaly}
 * @param input steps of a window that are read
 * @param horizon steps after them that a forecast answers
 * @param hiddenShare of the values, for filling gaps
 * @param season steps after which the series tends to repeat itself; absent to go by their distance
 * @param stride steps from one window to the next; absent for about {@value #WINDOWS} windows
 * @param names for a forecast the channels that are answered, none for all; for anomalies the column of labels
 * @param deviation of the answered channels in training; none to measure it
 */
public record SeriesForm(
        String answer,
        int input,
        int horizon,
        double hiddenShare,
        Optional<Integer> season,
        Optional<Integer> stride,
        List<String> names,
        List<Double> deviation) {

    /** The head that reads such windows. */
    public static final String HEAD = "forecasting";

    static final int WINDOWS = 1000;

    private static final String ANSWER = "answer";
    private static final String INPUT = "input";
    private static final String HORIZON = "horizon";
    private static final String HIDDEN_SHARE = "hidden_share";
    private static final String NAMES = "names";
    private static final String FORECAST = "forecast";

    /**
     * @param head options of the head, as {@code config.json} or the command line has them
     * @param targets columns that the command line names
     * @throws MetaTransformerException with {@link ErrorCode#BAD_CONFIG} for an option that is no number, or below 1
     */
    public static SeriesForm of(
            Map<String, ?> head, List<String> targets, Optional<Integer> stride) {
        String answer = String.valueOf(head.containsKey(ANSWER) ? head.get(ANSWER) : FORECAST);
        return new SeriesForm(
                answer,
                count(head, INPUT, 96),
                count(head, HORIZON, 24),
                number(HIDDEN_SHARE, texts(head, HIDDEN_SHARE).stream().findFirst().orElse("0.25")),
                head.containsKey("season")
                        ? Optional.of(count(head, "season", 1))
                        : Optional.empty(),
                stride,
                targets.isEmpty() ? texts(head, NAMES) : targets,
                texts(head, "deviation").stream().map(each -> number("deviation", each)).toList());
    }

    private static int count(Map<String, ?> head, String option, int otherwise) {
        double found =
                number(
                        option,
                        texts(head, option).stream().findFirst().orElse(String.valueOf(otherwise)));
        if (found != Math.rint(found) || found < 1 || found > 1 << 20) {
            throw wrong(option, String.valueOf(found));
        }
        return (int) found;
    }

    private static double number(String option, String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(option, text);
        }
    }

    private static MetaTransformerException wrong(String option, String text) {
        return new MetaTransformerException(
                ErrorCode.BAD_CONFIG,
                "option '" + option + "' takes a number from 1, got " + Quoted.of(text));
    }

    private static List<String> texts(Map<String, ?> head, String option) {
        Object value = head.get(option);
        if (value == null) {
            return List.of();
        }
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : Arrays.stream(String.valueOf(value).split(",")).map(String::strip).toList();
    }

    boolean forecasts() {
        return answer.equals(FORECAST);
    }

    boolean hides() {
        return answer.equals("impute");
    }

    /** The column of labels of unusual steps, which is no channel. */
    Optional<String> labels() {
        return answer.equals("anomaly") ? names.stream().findFirst() : Optional.empty();
    }

    /** Rows of a window. */
    int length() {
        return forecasts() ? input + horizon : input;
    }

    /** Options of the head, with those that the windows were cut by. */
    public Map<String, Object> options(Map<String, ?> chosen) {
        Map<String, Object> options = new TreeMap<>(chosen);
        options.putIfAbsent(INPUT, input);
        if (forecasts()) {
            options.putIfAbsent(HORIZON, horizon);
            if (!names.isEmpty()) {
                options.put(NAMES, names);
            }
        } else if (hides()) {
            options.putIfAbsent(HIDDEN_SHARE, hiddenShare);
        }
        return options;
    }
}
