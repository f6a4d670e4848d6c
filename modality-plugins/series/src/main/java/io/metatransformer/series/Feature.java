package io.metatransformer.series;

import java.time.LocalDateTime;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalField;

/** One thing that a calendar says of a time, scaled to [-0.5, 0.5]. */
public enum Feature {
    SECOND(ChronoField.SECOND_OF_MINUTE, 0, 59),
    MINUTE(ChronoField.MINUTE_OF_HOUR, 0, 59),
    HOUR(ChronoField.HOUR_OF_DAY, 0, 23),
    /** Monday is first. */
    WEEKDAY(ChronoField.DAY_OF_WEEK, 1, 6),
    DAY(ChronoField.DAY_OF_MONTH, 1, 30),
    DAY_OF_YEAR(ChronoField.DAY_OF_YEAR, 1, 365),
    /** ISO 8601: the week with the year's first Thursday is week 1. */
    WEEK(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 1, 52),
    MONTH(ChronoField.MONTH_OF_YEAR, 1, 11);

    private final TemporalField field;
    private final int first;
    private final double span;

    Feature(TemporalField field, int first, int span) {
        this.field = field;
        this.first = first;
        this.span = span;
    }

    /** In [-0.5, 0.5]; a day 31, a day 366 and a week 53 lie a step beyond. */
    public double of(LocalDateTime wallClock) {
        return (wallClock.get(field) - first) / span - 0.5;
    }
}
