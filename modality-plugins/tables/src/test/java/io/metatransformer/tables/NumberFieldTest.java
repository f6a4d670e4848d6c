package io.metatransformer.tables;

import static io.metatransformer.tables.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFieldTest {
    private final NumberField numbers = new NumberField(CsvDialect.standard());

    @Test
    void signs_fractions_and_exponents_are_numbers() {
        assertEquals(-1.5e3, numbers.parse("-1.5E+3", () -> ""));
        assertEquals(0.5, numbers.parse(".5", () -> ""));
        assertEquals(7, numbers.parse(" +7. ", () -> ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "NA", "NaN", "nan", "null", "NULL", "?"})
    void markers_stand_for_no_value(String marker) {
        assertTrue(Double.isNaN(numbers.parse(marker, () -> "")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "forty", "0x10", "1d", "1f", "1,000", "1_0", "--1", ".", "e5", "1e", "Na", "1 2"
            })
    void what_only_looks_like_a_number_is_refused(String field) {
        assertRefused(
                ErrorCode.SCHEMA_MISMATCH,
                "column 'v'",
                () -> numbers.parse(field, () -> "column 'v' "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Infinity", "-inf", "1e999", "+INF"})
    void infinity_is_refused_however_it_is_written(String field) {
        assertRefused(ErrorCode.NON_FINITE, "finite", () -> numbers.parse(field, () -> ""));
    }

    @Test
    void a_decimal_comma_is_read_where_the_dialect_has_one() {
        NumberField german = new NumberField(new CsvDialect(';', ',', Set.of(), false));

        assertEquals(1.25, german.parse("1,25", () -> ""));
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "1.25", () -> german.parse("1.25", () -> ""));
    }
}
