package io.metatransformer.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeStepTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2025-03-10T00:00 2025-03-10T01:00 2025-03-10T02:00 | PT1H       | 2025-03-10T03:00",
                "2025-03-10T00:00 2025-03-10T00:15 2025-03-10T09:00 2025-03-10T09:15 | PT15M | 2025-03-10T09:30",
                "2024-02-28T00:00 2024-02-29T00:00                  | PT24H      | 2024-03-01T00:00",
                "2024-11-01T00:00 2024-12-01T00:00 2025-01-01T00:00 | P1M        | 2025-02-01T00:00",
                "2024-01-31T00:00 2024-02-29T00:00 2024-03-31T00:00 | month-ends | 2024-04-30T00:00",
                "2024-01-01T00:00 2024-04-01T00:00 2024-07-01T00:00 | P3M        | 2024-10-01T00:00",
                "2023-06-05T00:00 2024-06-05T00:00                  | P12M       | 2025-06-05T00:00",
                "2025-03-10T00:00 2025-03-11T00:00 2025-03-12T00:00 2025-03-13T00:00 2025-03-14T00:00"
                        + " 2025-03-17T00:00 2025-03-21T00:00       | weekdays   | 2025-03-24T00:00",
                "2024-01-01T00:00 2024-02-02T00:00 2024-03-01T00:00 | PT720H     | 2024-03-31T00:00"
            })
    void times_go_on_as_they_came(String times, String word, String next) {
        Times given = times(times);

        TimeStep step = TimeStep.of(given).orElseThrow();

        assertEquals(word, step.word());
        assertEquals(step, TimeStep.of(word));
        assertEquals(
                LocalDateTime.parse(next), step.after(given.at(given.size() - 1), 1).wallClock());
    }

    @Test
    void several_steps_are_taken_at_once_and_the_end_of_february_does_not_stay() {
        Stamp january = times("2025-01-31T12:00").at(0);
        Stamp friday = times("2025-03-14T00:00").at(0);

        assertEquals("2025-03-31T12:00", TimeStep.of("P1M").after(january, 2).toString());
        assertEquals("2025-04-30T12:00", TimeStep.of("month-ends").after(january, 3).toString());
        assertEquals("2025-03-24T00:00", TimeStep.of("weekdays").after(friday, 6).toString());
        assertEquals("2025-03-14T12:00", TimeStep.of("PT0.5S").after(friday, 86_400).toString());
    }

    @Test
    void a_clock_stays_as_far_from_the_instant_as_it_was() {
        Stamp last = new Stamp(1_700_000_000, 0, 3600, true);

        Stamp next = TimeStep.of("P1M").after(last, 1);

        assertEquals("2023-12-14T23:13:20+01:00", next.toString());
        assertEquals(30 * 86_400, next.second() - last.second());
    }

    @Test
    void a_single_time_and_times_that_stand_still_tell_no_step() {
        assertTrue(TimeStep.of(times("2025-03-10T00:00")).isEmpty());
        assertTrue(TimeStep.of(times("2025-03-10T00:00 2025-03-10T00:00")).isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hour", "P", "PTX", "P99999999999Y"})
    void words_that_are_no_step_are_refused(String word) {
        var refusal = assertThrows(MetaTransformerException.class, () -> TimeStep.of(word));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
    }

    @Test
    void times_travel_as_an_array() {
        List<Stamp> stamps =
                List.of(
                        new Stamp(1_741_564_800, 250_000_000, 7200, true),
                        new Stamp(-1, 999_999_000, -3600, true));
        Times.Builder builder = new Times.Builder();
        stamps.forEach(builder::add);

        Times back = Times.of(builder.build().array());

        assertEquals(stamps, List.of(back.at(0), back.at(1)));
        Times local = times("2025-03-10T07:30");
        assertEquals(local.at(0), Times.of(local.array()).at(0));
    }

    private static Times times(String words) {
        Times.Builder times = new Times.Builder();
        for (String word : words.strip().split(" ")) {
            LocalDateTime clock = LocalDateTime.parse(word);
            times.add(new Stamp(clock.toEpochSecond(ZoneOffset.UTC), 0, 0, false));
        }
        return times.build();
    }
}
