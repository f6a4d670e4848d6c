package io.metatransformer.series;

import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * One time of a series.
 *
 * @param second of the instant since 1970 in UTC; of the wall clock, if it is not known where the clock hung
 * @param nano within the second
 * @param offset what the wall clock is ahead of the instant, in seconds
 * @param absolute whether the instant is known
 */
public record Stamp(long second, int nano, int offset, boolean absolute) {

    /** What a clock on the wall showed: the calendar is read off this. */
    public LocalDateTime wallClock() {
        return LocalDateTime.ofEpochSecond(second + offset, nano, ZoneOffset.UTC);
    }

    /** ISO 8601, with the offset if the instant is known. */
    @Override
    public String toString() {
        return absolute
                ? wallClock().atOffset(ZoneOffset.ofTotalSeconds(offset)).toString()
                : wallClock().toString();
    }
}
