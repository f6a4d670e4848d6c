package io.metatransformer.head.pooling;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class PoolingTest {
    /** One special row, then two ordinary ones. */
    private static final float[] ROWS = {9, -8, /**/ -3, -1, /**/ -5, -7};

    @Test
    void every_pool_reads_the_rows_that_its_name_says() {
        assertArrayEquals(new float[] {9, -8}, pool("cls"));
        assertArrayEquals(new float[] {-4, -4}, pool("mean"));
        assertArrayEquals(new float[] {-3, -1}, pool("max"));
        assertArrayEquals(new float[] {1f / 3, -16f / 3}, pool("mean_all"));
        assertArrayEquals(new float[] {3, -4.5f}, pool("first_two"));
        assertArrayEquals(new float[] {-3, -1, -5, -7}, pool("flatten"));
    }

    @Test
    void several_pools_follow_each_other_in_the_order_given() {
        assertArrayEquals(new float[] {-3, -1, 9, -8}, pool("max", "cls"));
        assertArrayEquals(new float[] {9, -8, -3, -1}, pool("cls", "max"));
    }

    @Test
    void the_width_is_known_ahead_unless_rows_are_laid_out_flat() {
        assertEquals(6, Pooling.of(List.of("cls", "max", "mean")).width(2));
        assertEquals(-1, Pooling.of(List.of("cls", "flatten")).width(2));
    }

    @Test
    void an_unknown_word_is_refused_with_the_known_ones() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> Pooling.of(List.of("cls", "avg")));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("cls, mean, max"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("'avg'"), refusal.getMessage());
    }

    @Test
    void the_first_two_of_one_row_are_refused() {
        Features one = features(new float[] {1, 2}, 0, 1);
        Pooling pooling = Pooling.of(List.of("first_two"));

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> pooling.vector(TokenRows.of(one)));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
    }

    private static float[] pool(String... words) {
        return Pooling.of(List.of(words)).vector(TokenRows.of(features(ROWS, 1, 2)));
    }

    private static Features features(float[] values, int special, int ordinary) {
        return Features.of(
                Tensor.of(values, special + ordinary, 2),
                List.of(
                        new Segment(
                                Modality.IMAGE,
                                0,
                                special,
                                new Layout.Set(ordinary),
                                Origin.named("x"))));
    }
}
