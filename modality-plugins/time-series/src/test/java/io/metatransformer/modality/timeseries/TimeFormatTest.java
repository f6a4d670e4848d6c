package io.metatransformer.modality.timeseries;

import static io.metatransformer.modality.timeseries.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Options;
import io.metatransformer.series.Stamp;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeFormatTest {

    @ParameterizedTest
    @CsvSource({
        "2021-02-01 13:00, 2021-02-01T13:00",
        "2021-02-01 13:00:07, 2021-02-01T13:00:07",
        "2021-02-01 13:00:07.25, 2021-02-01T13:00:07.250",
        "2021-02-01T13:00:00, 2021-02-01T13:00",
        "2021-02-01, 2021-02-01T00:00",
        "2021-02-01T13:00:00Z, 2021-02-01T13:00Z",
        "2021-02-01 13:00:00+05:30, 2021-02-01T13:00+05:30",
        "2021-02-01T13:00:00-0800, 2021-02-01T13:00-08:00",
        "1612184400, 2021-02-01T13:00Z",
        "1612184400500, 2021-02-01T13:00:00.500Z",
    })
    void times_are_read_in_their_usual_forms(String text, String expected) {
        assertEquals(expected, parse(Map.of(), text).toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2021-02-30 00:00:00",
                "2021-02-01 25:00",
                "2021-02-01 24:00",
                "2021-02-01 12:60",
                "2021-02-01 12:00:60",
                "2021-13-01",
                "2021-02-01 12:00+19:00",
                "03/04/2021",
                "2021/04/03",
                "161218440",
                "16121844000",
                "1.6121844E9",
                "",
                "yesterday"
            })
    void times_that_do_not_exist_or_could_mean_two_days_are_refused(String text) {
        assertRefused(ErrorCode.BAD_TIMESTAMP, "accepted are", () -> parse(Map.of(), text));
    }

    @Test
    void a_pattern_decides_which_of_two_days_is_meant() {
        assertEquals(
                "2021-04-03T00:00",
                parse(Map.of("timestamp_pattern", "dd/MM/yyyy"), "03/04/2021").toString());
        assertEquals(
                "2021-03-04T17:05",
                parse(Map.of("timestamp_pattern", "MM/dd/yyyy hh:mm a"), "03/04/2021 05:05 pm")
                        .toString());
    }

    @Test
    void a_pattern_is_as_strict_as_the_usual_forms() {
        Map<String, Object> german = Map.of("timestamp_pattern", "dd.MM.yyyy HH:mm");

        assertRefused(ErrorCode.BAD_TIMESTAMP, "", () -> parse(german, "30.02.2021 00:00"));
        assertRefused(ErrorCode.BAD_TIMESTAMP, "", () -> parse(german, "2021-02-01 00:00"));
    }

    @Test
    void patterns_and_zones_that_do_not_exist_are_refused() {
        assertRefused(
                ErrorCode.BAD_CONFIG,
                "timestamp_pattern",
                () -> parse(Map.of("timestamp_pattern", "quux{"), ""));
        assertRefused(ErrorCode.BAD_CONFIG, "'Mars'", () -> parse(Map.of("zone", "Mars"), ""));
    }

    @Test
    void a_zone_moves_instants_to_its_clock_and_leaves_wall_clocks_alone() {
        Map<String, Object> oslo = Map.of("zone", "Europe/Oslo");

        assertEquals("2021-07-01T14:00+02:00", parse(oslo, "2021-07-01T12:00:00Z").toString());
        assertEquals("2021-07-01T12:00", parse(oslo, "2021-07-01T12:00:00").toString());
    }

    @Test
    void the_repeated_hour_shows_the_same_clock_twice_at_different_instants() {
        Map<String, Object> oslo = Map.of("zone", "Europe/Oslo");

        Stamp summer = parse(oslo, "2021-10-31T00:30:00Z");
        Stamp winter = parse(oslo, "2021-10-31T01:30:00Z");

        assertEquals(summer.wallClock(), winter.wallClock());
        assertTrue(summer.second() < winter.second());
    }

    private static Stamp parse(Map<String, Object> options, String text) {
        return TimeFormat.from(Options.of(SeriesOptions.declared(), options))
                .parse(text, () -> "here ");
    }
}
