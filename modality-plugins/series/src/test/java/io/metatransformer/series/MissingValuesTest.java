package io.metatransformer.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MissingValuesTest {
    private static final double GAP = Double.NaN;
    private static final List<String> TWO = List.of("a", "b");

    @Test
    void gaps_become_lines_and_ends_the_nearest_value_channel_by_channel() {
        double[] values = {GAP, 1, 2, GAP, GAP, GAP, 8, 4, GAP, 5};

        assertArrayEquals(
                new double[] {2, 1, 2, 2, 5, 3, 8, 4, 8, 5},
                MissingValues.fill("x", "linear", values, TWO));
        assertEquals(5, MissingValues.count(values));
    }

    @Test
    void gaps_become_zero_on_request() {
        assertArrayEquals(
                new double[] {0, 1, 2, 0},
                MissingValues.fill("x", "zero", new double[] {GAP, 1, 2, GAP}, TWO));
    }

    @Test
    void gaps_are_refused_on_request_with_their_number() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> MissingValues.fill("x", "error", new double[] {1, GAP, 1, 1}, TWO));

        assertEquals(ErrorCode.NON_FINITE, refusal.code());
        assertTrue(refusal.getMessage().contains("'b' lacks 1"), refusal.getMessage());
    }

    @Test
    void the_input_stays_as_it_was() {
        double[] values = {GAP, 1};

        MissingValues.fill("x", "linear", values, List.of("a"));

        assertArrayEquals(new double[] {GAP, 1}, values);
    }
}
