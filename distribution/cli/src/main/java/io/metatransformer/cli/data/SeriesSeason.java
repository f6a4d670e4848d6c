package io.metatransformer.cli.data;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Arrays;
import java.util.List;

/** After how many steps a series usually repeats itself, by the distance between them. */
final class SeriesSeason {
    private static final double HOUR = 3600;
    private static final double DAY = 24 * HOUR;
    private static final DateTimeFormatter USUAL =
            new DateTimeFormatterBuilder()
                    .append(DateTimeFormatter.ISO_LOCAL_DATE)
                    .optionalStart()
                    .appendPattern("[' ']['T']")
                    .append(DateTimeFormatter.ISO_LOCAL_TIME)
                    .optionalEnd()
                    .optionalStart()
                    .appendOffsetId()
                    .optionalEnd()
                    .toFormatter();

    private SeriesSeason() {}

    /**
     * A day of hours or minutes, a week of days, a year of weeks, months or quarters; 1 where times are not known or
     * tell no season.
     *
     * @param times as they are written
     */
    static int of(List<String> times) {
        double step = medianSeconds(times);
        if (!(step > 0)) {
            return 1;
        }
        if (step < DAY) {
            return Math.max(1, (int) Math.round(DAY / step));
        }
        double days = step / DAY;
        if (days < 7) {
            return Math.max(1, (int) Math.round(7 / days));
        }
        if (days < 28) {
            return Math.max(1, (int) Math.round(52 * 7 / days));
        }
        return Math.max(1, (int) Math.round(365.25 / days));
    }

    private static double medianSeconds(List<String> times) {
        try {
            double[] seconds = times.stream().mapToDouble(SeriesSeason::seconds).toArray();
            double[] steps = new double[Math.max(0, seconds.length - 1)];
            Arrays.setAll(steps, i -> seconds[i + 1] - seconds[i]);
            Arrays.sort(steps);
            return steps.length == 0 ? 0 : steps[steps.length / 2];
        } catch (DateTimeException e) {
            return 0;
        }
    }

    private static double seconds(String time) {
        String text = time.strip();
        if (text.matches("\\d{10}")) {
            return Long.parseLong(text);
        }
        if (text.matches("\\d{13}")) {
            return Long.parseLong(text) / 1e3;
        }
        TemporalAccessor read = USUAL.parseBest(text, LocalDateTime::from, LocalDate::from);
        LocalDateTime clock =
                read instanceof LocalDateTime full ? full : ((LocalDate) read).atStartOfDay();
        return clock.toEpochSecond(ZoneOffset.UTC);
    }
}
