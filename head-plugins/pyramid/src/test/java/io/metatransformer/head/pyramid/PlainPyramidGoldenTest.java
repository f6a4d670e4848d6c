package io.metatransformer.head.pyramid;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Maps;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Recipe;
import io.metatransformer.graph.Wiring;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class PlainPyramidGoldenTest {
    private static final double TOLERANCE = 3e-5;
    private static final int ROWS = 4;
    private static final int COLUMNS = 6;

    @Test
    void one_grid_becomes_four_maps() {
        Golden golden = golden("vitdet");

        Map<String, Tensor> maps = maps(golden, List.of("tap0", "tap0", "tap0", "tap0"));

        assertMaps(golden, maps);
    }

    @Test
    void four_grids_become_a_map_each() {
        Golden golden = golden("fourtaps");

        Map<String, Tensor> maps = maps(golden, List.of("tap0", "tap1", "tap2", "tap3"));

        assertMaps(golden, maps);
    }

    @Test
    void every_width_has_a_pyramid() {
        for (int width : new int[] {1, 12, 20, 64, 96}) {
            Map<String, Tensor> drawn = new HashMap<>();
            for (WeightSpec spec : PlainPyramid.weights("p.", width)) {
                drawn.put(spec.name(), spec.draw(1));
            }
            Tensor grid = Tensor.of(new float[3 * 5 * width], 1, 3, 5, width);
            Recipe recipe =
                    (layers, wiring) -> {
                        var map = wiring.input("grid", -1, -1, -1, width);
                        outputs(wiring, layers, PlainPyramid.of(layers, map, "p."));
                    };

            try (Network network = Network.build("pyramid", Weights.of(drawn), recipe)) {
                Map<String, Tensor> maps = network.run(Map.of("grid", grid));

                assertArrayEquals(new int[] {1, width, 12, 20}, maps.get("f0").shape());
                assertArrayEquals(new int[] {1, width, 6, 10}, maps.get("f1").shape());
                assertArrayEquals(new int[] {1, width, 3, 5}, maps.get("f2").shape());
                assertArrayEquals(new int[] {1, width, 1, 2}, maps.get("f3").shape());
            }
        }
    }

    private static Golden golden(String name) {
        return Golden.read(
                PlainPyramidGoldenTest.class, "/golden/heads/det-pyramid-" + name + ".safetensors");
    }

    private static Map<String, Tensor> maps(Golden golden, List<String> taps) {
        int D = golden.integer("dim");
        Map<String, Tensor> inputs = new HashMap<>();
        for (String tap : taps) {
            Tensor rows = golden.tensor("output." + tap);
            inputs.put(tap, Tensor.of(rows.toArray(), 1, ROWS, COLUMNS, D));
        }
        Recipe recipe =
                (layers, wiring) -> {
                    Map<String, Operand<TFloat32>> declared = new HashMap<>();
                    List<Operand<TFloat32>> grids = new ArrayList<>();
                    for (String tap : taps) {
                        grids.add(
                                declared.computeIfAbsent(
                                        tap, each -> wiring.input(each, -1, -1, -1, D)));
                    }
                    outputs(wiring, layers, PlainPyramid.of(layers, grids, ""));
                };
        try (Network network = Network.build("pyramid", golden.weights("weights."), recipe)) {
            return network.run(inputs);
        }
    }

    private static void outputs(Wiring wiring, Layers layers, List<Operand<TFloat32>> pyramid) {
        for (int level = 0; level < pyramid.size(); level++) {
            wiring.output("f" + level, new Maps(layers).channelsFirst(pyramid.get(level)));
        }
    }

    private static void assertMaps(Golden golden, Map<String, Tensor> maps) {
        for (int level = 0; level < PlainPyramid.LEVELS; level++) {
            String name = "f" + level;
            assertArrayEquals(golden.shape("output." + name), maps.get(name).shape());
            assertClose(name, golden.doubles("output." + name), maps.get(name), TOLERANCE, 0);
        }
    }
}
