package io.metatransformer.drawing;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Times as milliseconds since 1970; of clocks whose place is not known, as if they hung in Greenwich. */
final class Moments {
    private Moments() {}

    /** All of them, or nothing if there is none or one of them is no ISO 8601 time. */
    static Optional<double[]> of(List<String> times) {
        if (times.isEmpty()) {
            return Optional.empty();
        }
        double[] millis = new double[times.size()];
        try {
            for (int i = 0; i < millis.length; i++) {
                millis[i] = millis(times.get(i));
            }
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty(); // then steps are counted
        }
        return Optional.of(millis);
    }

    private static double millis(String time) {
        int clock = time.indexOf('T');
        if (clock < 0) {
            return LocalDate.parse(time).atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
        }
        boolean placed =
                time.endsWith("Z")
                        || time.lastIndexOf('+') > clock
                        || time.lastIndexOf('-') > clock;
        return placed
                ? OffsetDateTime.parse(time).toInstant().toEpochMilli()
                : LocalDateTime.parse(time).toInstant(ZoneOffset.UTC).toEpochMilli();
    }
}
