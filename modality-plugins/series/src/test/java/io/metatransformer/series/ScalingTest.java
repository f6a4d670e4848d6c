package io.metatransformer.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Options;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScalingTest {
    private static final double[] VALUES = {1, 10, 3, 10};

    @Test
    void a_constant_channel_is_only_moved() {
        Scaling scaling = scaling(Map.of("mean", List.of(1, 9), "std", List.of(2, 0)));

        assertArrayEquals(new double[] {0, 1, 1, 1}, scaling.scale(VALUES));
    }

    @Test
    void without_scaling_values_stay_as_they_are() {
        assertArrayEquals(VALUES, scaling(Map.of("scaling", "none")).scale(VALUES));
    }

    @Test
    void what_is_done_without_statistics_is_the_callers_choice() {
        assertEquals("instance", scaling(Map.of()).kind());
        assertEquals(
                "standard", scaling(Map.of("mean", List.of(0, 0), "std", List.of(1, 1))).kind());
    }

    @Test
    void values_scaled_by_themselves_have_mean_0_and_deviation_1() {
        double[] scaled = scaling(Map.of()).scale(VALUES);

        assertArrayEquals(new double[] {-1, 0, 1, 0}, scaled, 1e-5);
    }

    @Test
    void standard_scaling_needs_both_statistics() {
        for (Map<String, Object> options :
                List.<Map<String, Object>>of(
                        Map.of("scaling", "standard"),
                        Map.of("mean", List.of(0, 0)),
                        Map.of("mean", List.of(0), "std", List.of(1)),
                        Map.of("mean", List.of(0, 0), "std", List.of(1, -1)))) {
            var refusal = assertThrows(MetaTransformerException.class, () -> scaling(options));

            assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        }
    }

    private static Scaling scaling(Map<String, Object> options) {
        return Scaling.from(Options.of(Scaling.options(), options), VALUES, 2, "instance");
    }
}
