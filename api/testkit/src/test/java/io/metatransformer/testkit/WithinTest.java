package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Tensor;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class WithinTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static void passes(double expected, double actual, double atol, double rtol) {
        Within.assertClose("x", new double[] {expected}, new double[] {actual}, atol, rtol);
    }

    private static String failure(double expected, double actual, double atol, double rtol) {
        return assertThrows(AssertionFailedError.class, () -> passes(expected, actual, atol, rtol))
                .getMessage();
    }

    @Test
    void a_difference_of_just_the_tolerance_is_close() {
        passes(1, 1.5, 0.5, 0);
        passes(-4, -5, 0, 0.25);
        passes(-4, -6, 1, 0.25);
        failure(1, 1.5, 0.499, 0);
        failure(-4, -5, 0, 0.249);
    }

    @Test
    void no_number_is_close_to_itself_alone() {
        passes(NAN, NAN, 0, 0);
        passes(INF, INF, 0, 0);
        failure(NAN, 1, 1e9, 1);
        failure(1, NAN, 1e9, 1);
        failure(INF, 1e30, 1e9, 1);
        failure(1e30, INF, 1e9, 1);
        failure(INF, -INF, 1e9, 1);
    }

    @Test
    void a_failure_says_how_far_off_the_worst_value_is_and_where() {
        Tensor expected = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
        Tensor actual = Tensor.of(new float[] {1, 2.25f, 3, 4, 5.5f, 6}, 2, 3);

        String message =
                assertThrows(
                                AssertionFailedError.class,
                                () -> Within.assertClose("y", expected, actual, 1e-3, 0))
                        .getMessage();

        assertEquals(
                "y: 2 of 6 values are off by more than 0.001 + 0.0·|expected|; worst at [1, 1]:"
                        + " expected 5.0, got 5.5, off by 0.5 (largest difference anywhere 0.5)",
                message);
    }

    @Test
    void nan_is_worse_than_any_number() {
        String message =
                assertThrows(
                                AssertionFailedError.class,
                                () ->
                                        Within.assertClose(
                                                "y",
                                                new double[] {1, 1, 1},
                                                new float[] {9, Float.NaN, 1e20f},
                                                0,
                                                0))
                        .getMessage();

        assertTrue(message.contains("worst at [1]"), message);
    }

    @Test
    void shapes_and_lengths_are_compared_first() {
        Tensor row = Tensor.of(new float[2], 1, 2);

        assertThrows(
                AssertionFailedError.class,
                () -> Within.assertClose("y", row, row.reshape(2, 1), 1, 1));
        assertThrows(
                AssertionFailedError.class,
                () -> Within.assertClose("y", new float[1], new float[2], 1, 1));
        assertThrows(
                AssertionFailedError.class,
                () -> Within.assertClose("y", new double[3], row, 1, 1));
    }
}
