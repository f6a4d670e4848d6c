package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

class LayoutTest {

    @Test
    void the_length_is_the_number_of_ordinary_tokens() {
        assertEquals(12, new Layout.Grid(3, 4).length());
        assertEquals(24, new Layout.Volume(2, 3, 4).length());
        assertEquals(5, new Layout.Points(Tensor.of(new float[15], 5, 3)).length());
        assertEquals(7, new Layout.Series(7).length());
        assertEquals(8, new Layout.Rows(8).length());
        assertEquals(9, new Layout.Set(9).length());
    }

    @Test
    void a_layout_of_nothing_is_refused() {
        List<Executable> empty =
                List.of(
                        () -> new Layout.Grid(0, 4),
                        () -> new Layout.Grid(4, -1),
                        () -> new Layout.Volume(1, 1, 0),
                        () -> new Layout.Points(Tensor.of(new float[0], 0, 3)),
                        () -> new Layout.Points(Tensor.of(new float[6], 3, 2)),
                        () -> new Layout.Points(Tensor.of(new float[3], 3)),
                        () -> new Layout.Series(0),
                        () -> new Layout.Rows(-5),
                        () -> new Layout.Set(0));

        empty.forEach(layout -> Refusal.of(ErrorCode.SHAPE_MISMATCH, layout));
    }

    @Test
    void more_tokens_than_can_be_counted_are_refused() {
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> new Layout.Grid(1 << 16, 1 << 16));
        Refusal.of(ErrorCode.LIMIT_EXCEEDED, () -> new Layout.Volume(1 << 11, 1 << 11, 1 << 11));
        Refusal.of(
                ErrorCode.LIMIT_EXCEEDED,
                () ->
                        new Segment(
                                Modality.TEXT,
                                Integer.MAX_VALUE,
                                0,
                                new Layout.Set(1),
                                Origin.named("a")));
        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Segment(Modality.TEXT, 0, -1, new Layout.Set(1), Origin.named("a")));
    }

    @Test
    void an_origin_keeps_its_facts_in_order_of_name() {
        Origin origin =
                Origin.named("cat.png")
                        .with(Origin.WIDTH, 640)
                        .with(Origin.HEIGHT, 480)
                        .with("mean", Tensor.of(new float[] {1}, 1));

        assertEquals(List.of("height", "width"), List.copyOf(origin.facts().keySet()));
        assertEquals("640", origin.fact(Origin.WIDTH).orElseThrow());
        assertTrue(origin.arrays().containsKey("mean"));
        assertTrue(origin.with(Origin.TRUNCATED, true).truncated());
    }
}
