package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class WeightSpecTest {

    @Test
    void the_draw_depends_on_seed_and_name_alone() {
        WeightSpec spec = WeightSpec.required("a", new WeightSpec.Normal(1), 4, 5);

        assertEquals(spec.draw(1), spec.draw(1));
        assertArrayEquals(new int[] {4, 5}, spec.draw(1).shape());
        assertNotEquals(spec.draw(1), spec.draw(2));
        assertNotEquals(
                spec.draw(1), WeightSpec.required("b", new WeightSpec.Normal(1), 4, 5).draw(1));
    }

    @Test
    void the_draw_starts_where_the_documented_stream_does() {
        // FNV-1a of "a", so that a seed equal to it gives the stream of seed 0.
        long nameAlone = (0xcbf29ce484222325L ^ 'a') * 0x100000001b3L;

        float[] uniform =
                WeightSpec.required("a", new WeightSpec.Uniform(2), 2).draw(nameAlone).toArray();
        float[] normal =
                WeightSpec.required("a", new WeightSpec.Normal(0.5), 3).draw(nameAlone).toArray();

        assertArrayEquals(
                new float[] {
                    (float) ((2 * 0.8833108082136426 - 1) * 2),
                    (float) ((2 * 0.43152799704850997 - 1) * 2)
                },
                uniform);
        assertArrayEquals(
                new float[] {
                    (float) (-1.8839083333524405 / 2),
                    (float) (0.8645068595575148 / 2),
                    (float) (0.22760793546360525 / 2)
                },
                normal,
                1e-7f);
    }

    @Test
    void values_have_the_declared_distribution() {
        float[] normal =
                WeightSpec.required("w", new WeightSpec.Normal(0.02), 100_000).draw(3).toArray();
        float[] uniform =
                WeightSpec.required("w", new WeightSpec.Uniform(0.5), 100_000).draw(3).toArray();
        float[] constant =
                WeightSpec.required("w", new WeightSpec.Constant(1), 10).draw(3).toArray();

        assertEquals(0.02, deviation(normal), 2e-4);
        assertEquals(0.5 / Math.sqrt(3), deviation(uniform), 2e-3);
        for (float value : uniform) {
            assertTrue(Math.abs(value) <= 0.5, () -> "uniform " + value);
        }
        float[] ones = new float[10];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, constant);
    }

    private static double deviation(float[] values) {
        double sum = 0;
        double squares = 0;
        for (float value : values) {
            sum += value;
            squares += (double) value * value;
        }
        double mean = sum / values.length;
        assertEquals(0, mean, 5e-3);
        return Math.sqrt(squares / values.length - mean * mean);
    }

    @Test
    void a_shape_that_cannot_be_drawn_is_refused() {
        WeightSpec.Init zero = new WeightSpec.Constant(0);

        Refusal.of(ErrorCode.BAD_WEIGHTS, () -> WeightSpec.required("table", zero, -1, 8).draw(1));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () -> WeightSpec.required("huge", zero, 1 << 20, 1 << 20).draw(1));
    }

    @Test
    void a_shape_is_accepted_axis_by_axis() {
        WeightSpec spec = WeightSpec.optional("table", -1, 8);

        assertTrue(spec.accepts(new int[] {197, 8}));
        assertEquals(false, spec.accepts(new int[] {197, 9}));
        assertEquals(false, spec.accepts(new int[] {8}));
        assertEquals("table[-1, 8]", spec.toString());
        assertEquals(WeightSpec.optional("table", -1, 8), spec);
        assertEquals(WeightSpec.optional("table", -1, 8).hashCode(), spec.hashCode());
        assertNotEquals(WeightSpec.optional("table", -1, 9), spec);
    }
}
