package io.metatransformer.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositionsTest {

    @Test
    void position_0_is_all_sines_0_and_cosines_1() {
        float[] first = new Positions(4, Optional.empty()).rows(1);

        assertArrayEquals(new float[] {0, 1, 0, 1}, first);
    }

    @Test
    void the_table_of_a_checkpoint_is_used_as_far_as_it_reaches() {
        Tensor table = Tensor.of(new float[] {5, 6, 7, 8}, 1, 2, 2);

        float[] rows = new Positions(2, Optional.of(table)).rows(3);

        assertArrayEquals(new float[] {5, 6, 7, 8, (float) Math.sin(2), (float) Math.cos(2)}, rows);
    }

    @Test
    void a_long_series_has_the_rows_of_a_short_one_at_its_start() {
        Positions positions = new Positions(2, Optional.empty());

        float[] many = positions.rows(6000);
        float[] few = positions.rows(100);

        assertArrayEquals(few, Arrays.copyOf(many, few.length));
        assertEquals((float) Math.sin(5999), many[2 * 5999]);
    }
}
