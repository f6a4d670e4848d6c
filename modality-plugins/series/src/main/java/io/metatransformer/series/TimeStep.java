package io.metatransformer.series;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Quoted;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * How a series goes from one step to the next, as its times tell: so many seconds; whole months, which are not
 * equally long; the last days of months; or from one working day to the next. Immutable.
 *
 * <p>Months and working days are those of the clock on the wall, whose distance to the instant stays that of the
 * step it starts from.
 */
public final class TimeStep {
    private static final String WEEKDAYS = "weekdays";
    private static final String MONTH_ENDS = "month-ends";
    private static final double DAY_SECONDS = 86_400;
    private static final double WEEK_SECONDS = 7 * DAY_SECONDS;

    private final String word;
    private final Duration seconds; // zero unless it is a number of seconds
    private final int months; // 0 unless it is whole months

    private TimeStep(String word, Duration seconds, int months) {
        this.word = word;
        this.seconds = seconds;
        this.months = months;
    }

    /** As {@link Origin#STEP} has it. */
    public String word() {
        return word;
    }

    /**
     * What the times of a series tell: months where all of them are as many months apart, else the median
     * distance. Nothing for fewer than two times, or times that do not differ.
     */
    public static Optional<TimeStep> of(Times times) {
        double median = times.medianStep();
        if (!(median > 0)) {
            return Optional.empty();
        }
        int months = monthsApart(times);
        if (months > 0
                && every(times, step -> clock(times, step).equals(months(times, step, months)))) {
            return Optional.of(ofMonths(months));
        }
        if (months == 1
                && every(times, step -> isMonthEnd(clock(times, step)))
                && every(
                        times,
                        step ->
                                months(times, step, 1).getMonth()
                                        == clock(times, step).getMonth())) {
            return Optional.of(new TimeStep(MONTH_ENDS, Duration.ZERO, 1));
        }
        if (median == DAY_SECONDS
                && times.at(times.size() - 1).second() - times.at(0).second() >= WEEK_SECONDS
                && every(times, step -> !isWeekend(clock(times, step)))) {
            return Optional.of(new TimeStep(WEEKDAYS, Duration.ZERO, 0));
        }
        return Optional.of(ofSeconds(median));
    }

    private static int monthsApart(Times times) {
        LocalDateTime first = clock(times, 0);
        LocalDateTime second = clock(times, 1);
        return 12 * (second.getYear() - first.getYear())
                + second.getMonthValue()
                - first.getMonthValue();
    }

    /** The clock of the step before {@code step}, so many months on. */
    private static LocalDateTime months(Times times, int step, int months) {
        return clock(times, Math.max(0, step - 1)).plusMonths(step == 0 ? 0 : months);
    }

    private static boolean every(Times times, IntPredicate holds) {
        return IntStream.range(0, times.size()).allMatch(holds);
    }

    private static LocalDateTime clock(Times times, int step) {
        return times.at(step).wallClock();
    }

    private static boolean isMonthEnd(LocalDateTime clock) {
        return clock.getDayOfMonth() == YearMonth.from(clock).lengthOfMonth();
    }

    private static boolean isWeekend(LocalDateTime clock) {
        return clock.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) > 0;
    }

    private static TimeStep ofMonths(int months) {
        return new TimeStep(Period.ofMonths(months).toString(), Duration.ZERO, months);
    }

    private static TimeStep ofSeconds(double seconds) {
        Duration exact = Duration.ofNanos(Math.round(seconds * 1e9));
        return new TimeStep(exact.toString(), exact, 0);
    }

    /**
     * @param word as {@link #word} gives it
     * @throws MetaTransformerException with {@link ErrorCode#SHAPE_MISMATCH} for another one: an origin that
     *     cannot be continued
     */
    public static TimeStep of(String word) {
        if (word.equals(WEEKDAYS)) {
            return new TimeStep(WEEKDAYS, Duration.ZERO, 0);
        }
        if (word.equals(MONTH_ENDS)) {
            return new TimeStep(MONTH_ENDS, Duration.ZERO, 1);
        }
        try {
            return word.startsWith("PT")
                    ? new TimeStep(word, Duration.parse(word), 0)
                    : ofMonths(Math.toIntExact(Period.parse(word).toTotalMonths()));
        } catch (DateTimeException | ArithmeticException e) {
            throw new MetaTransformerException(
                    ErrorCode.SHAPE_MISMATCH,
                    "a series goes on in steps such as PT1H, P1M, weekdays or month-ends, got "
                            + Quoted.of(word),
                    e);
        }
    }

    /**
     * The time so many steps after {@code last}.
     *
     * @param count at least 0
     */
    public Stamp after(Stamp last, int count) {
        if (word.equals(WEEKDAYS)) {
            return at(last, workingDays(last.wallClock(), count));
        }
        if (months > 0) {
            LocalDateTime clock = last.wallClock().plusMonths((long) months * count);
            return at(last, word.equals(MONTH_ENDS) ? monthEnd(clock) : clock);
        }
        Duration on = seconds.multipliedBy(count).plusNanos(last.nano());
        return new Stamp(
                last.second() + on.getSeconds(), on.getNano(), last.offset(), last.absolute());
    }

    private static LocalDateTime workingDays(LocalDateTime from, int count) {
        LocalDateTime day = from;
        for (int left = count; left > 0; ) {
            day = day.plusDays(1);
            left -= isWeekend(day) ? 0 : 1;
        }
        return day;
    }

    private static LocalDateTime monthEnd(LocalDateTime clock) {
        return clock.withDayOfMonth(YearMonth.from(clock).lengthOfMonth());
    }

    private static Stamp at(Stamp last, LocalDateTime clock) {
        return new Stamp(
                clock.toEpochSecond(ZoneOffset.UTC) - last.offset(),
                clock.getNano(),
                last.offset(),
                last.absolute());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TimeStep that && word.equals(that.word);
    }

    @Override
    public int hashCode() {
        return Objects.hash(word);
    }

    @Override
    public String toString() {
        return word;
    }
}
