package io.metatransformer.core.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "-1.5, -1.5",
        "0.876543, 0.8765",
        "123456.7, 123500",
        "0.0001, 0.0001",
        "0.000001341, 1.341e-6",
        "-2e12, -2e12",
        "NaN, NaN",
        "Infinity, Infinity"
    })
    void a_number_has_four_digits_and_an_exponent_only_where_it_would_be_long(
            double value, String text) {
        assertEquals(text, Words.number(value));
    }

    @Test
    void a_time_has_the_unit_in_which_it_is_short() {
        assertEquals("1.23 s", Words.time(Duration.ofMillis(1234)));
        assertEquals("59 s", Words.time(Duration.ofSeconds(59)));
        assertEquals("1 min 15 s", Words.time(Duration.ofSeconds(75)));
        assertEquals("2 h 3 min", Words.time(Duration.ofMinutes(123)));
    }
}
