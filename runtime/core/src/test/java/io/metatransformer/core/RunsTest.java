package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import org.junit.jupiter.api.Test;

class RunsTest {

    @Test
    void equal_neighbours_are_one_run_across_rows_too() {
        Tensor mask = Tensor.of(new float[] {0, 0, 2, 2, 2, -1}, 2, 3);

        assertArrayEquals(new int[] {0, 2, 2, 3, -1, 1}, Runs.of(mask));
    }

    @Test
    void every_pixel_may_differ_and_none_may_be_there() {
        float[] values = new float[1000];
        for (int i = 0; i < values.length; i++) {
            values[i] = i % 7;
        }

        int[] runs = Runs.of(Tensor.of(values, 10, 100));

        assertEquals(2000, runs.length);
        assertEquals(999 % 7, runs[1998]);
        assertEquals(1, runs[1999]);
        assertArrayEquals(new int[0], Runs.of(Tensor.of(new float[0], 0)));
    }
}
