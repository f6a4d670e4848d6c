package io.metatransformer.core.fit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContentKeyTest {

    @Test
    void targetsOfOtherNumbersOrClassesHaveAnotherKey() {
        assertEquals(numbers(1, 2), numbers(1, 2));
        assertNotEquals(numbers(1, 2), numbers(1, 3));
        assertNotEquals(mask(0, "cat", "dog"), mask(1, "cat", "dog"));
        assertNotEquals(mask(0, "cat", "dog"), mask(0, "cat", "cow"));
        assertNotEquals(points(0), points(1));
    }

    private static String numbers(float... values) {
        return ContentKey.of(new Target.Numbers(Tensor.of(values, values.length)));
    }

    private static String mask(float only, String... labels) {
        return ContentKey.of(new Target.Mask(Tensor.of(new float[] {only}, 1, 1), List.of(labels)));
    }

    private static String points(float only) {
        return ContentKey.of(
                new Target.PointLabels(Tensor.of(new float[] {only}, 1), List.of("leg", "seat")));
    }
}
