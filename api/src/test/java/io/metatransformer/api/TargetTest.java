package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TargetTest {
    private static final List<String> LABELS = List.of("cat", "dog");

    @Test
    void aMaskNamesAClassForEveryPixelThatCounts() {
        Tensor classes = Tensor.of(new float[] {0, 1, Target.IGNORED, 1}, 2, 2);

        assertEquals(classes, new Target.Mask(classes, LABELS).classes());

        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> new Target.Mask(flat(0, 1), LABELS));
        for (float wrong : new float[] {2, -2, 0.5f, Float.NaN}) {
            Tensor pixel = Tensor.of(new float[] {wrong}, 1, 1);
            Refusal.of(ErrorCode.SCHEMA_MISMATCH, () -> new Target.Mask(pixel, LABELS));
        }
    }

    @Test
    void labelsOfPointsNameAClassForEveryPointThatCounts() {
        Tensor classes = flat(1, 0, Target.IGNORED);

        assertEquals(classes, new Target.PointLabels(classes, LABELS).classes());

        Refusal.of(ErrorCode.SCHEMA_MISMATCH, () -> new Target.PointLabels(flat(0, 2), LABELS));
    }

    @Test
    void aBoxHasAnInside() {
        assertEquals(3, new Target.Box(1, 2, 3, 4, "cat").right());

        Refusal.of(ErrorCode.SCHEMA_MISMATCH, () -> new Target.Box(3, 2, 3, 4, "cat"));
        Refusal.of(ErrorCode.SCHEMA_MISMATCH, () -> new Target.Box(1, 5, 3, 4, "cat"));
        Refusal.of(ErrorCode.SCHEMA_MISMATCH, () -> new Target.Box(Float.NaN, 2, 3, 4, "cat"));
    }

    @Test
    void anItemHasAnIdOfItsOwn() {
        assertEquals("a.png", new Target.Item("a.png", Optional.empty(), Optional.empty()).id());

        Refusal.of(
                ErrorCode.SCHEMA_MISMATCH,
                () -> new Target.Item(" ", Optional.of("ann"), Optional.of("hall")));
    }

    @Test
    void aContinuationGoesWithItsPast() {
        Tensor three = Tensor.of(new float[] {1, 2, 3}, 3, 1);
        Tensor two = Tensor.of(new float[] {4, 5}, 2, 1);

        assertEquals(two, new Target.Continuation(two, three, flat(1), 24).values());

        Refusal.of(
                ErrorCode.SHAPE_MISMATCH,
                () -> new Target.Continuation(two, three, flat(1, 1), 24));
        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> new Target.Continuation(two, three, flat(1), 0));
        Refusal.of(
                ErrorCode.NON_FINITE,
                () -> new Target.Continuation(two, three, flat(Float.NaN), 1));
    }

    @Test
    void whatIsHiddenHasTheShapeOfTheSeries() {
        Tensor values = Tensor.of(new float[] {1, 2, 3}, 3, 1);

        assertEquals(values, new Target.Hidden(values, values).hidden());

        Refusal.of(ErrorCode.SHAPE_MISMATCH, () -> new Target.Hidden(values, flat(0, 1, 0)));
    }

    private static Tensor flat(float... values) {
        return Tensor.of(values, values.length);
    }
}
