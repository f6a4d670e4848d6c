package io.metatransformer.head.detection;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.testkit.Golden;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnchorsTest {
    private final Golden golden = Goldens.read("anchors");

    @Test
    @SuppressWarnings("unchecked")
    void anchors_of_every_level_are_those_of_the_reference() {
        List<List<Double>> sizes = (List<List<Double>>) golden.json("grid_sizes_hw");
        List<Double> strides = Goldens.numbers(golden, "strides");
        for (int level = 0; level < strides.size(); level++) {
            float stride = strides.get(level).floatValue();
            int rows = sizes.get(level).get(0).intValue();
            int cols = sizes.get(level).get(1).intValue();

            float[] base = Anchors.USUAL.base(stride);
            float[] grid = Anchors.grid(base, rows, cols, stride, stride);

            assertClose("base", Goldens.floats(golden, "output.base_level" + level), base, 1e-4, 0);
            assertClose("grid", Goldens.floats(golden, "output.grid_level" + level), grid, 1e-4, 0);
        }
    }

    @Test
    void several_scales_and_oblong_cells_are_those_of_the_reference() {
        Anchors anchors = new Anchors(List.of(2.0, 4.0), List.of(0.4, 1.7));

        float[] base = anchors.base(8);
        float[] grid = Anchors.grid(base, 2, 3, 16, 8);

        assertClose("base", Goldens.floats(golden, "output.custom_base"), base, 1e-4, 0);
        assertClose("grid", Goldens.floats(golden, "output.custom_grid"), grid, 1e-4, 0);
    }
}
