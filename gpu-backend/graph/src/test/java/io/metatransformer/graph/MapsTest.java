package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Layers on maps against their formulas, written as loops. The map is [B, h, w, C] = [2, 5, 4, 6]. */
class MapsTest {
    private static final int B = 2;
    private static final int H = 5;
    private static final int W = 4;
    private static final int C = 6;
    private static final float STEP = 2e-3f;
    private static final double ONE_ROUNDING = 3e-6;

    private final Tensor x = random(1, B, H, W, C);
    private final Weights weights =
            Weights.of(
                    Map.of(
                            "c.weight", random(2, 3, C, 3, 3),
                            "c.bias", random(3, 3),
                            "t.weight", random(4, C, 3, 2, 2),
                            "t.bias", random(5, 3),
                            "n.weight", random(6, C),
                            "n.bias", random(7, C),
                            "s.conv.weight", random(8, C, C, 3, 3),
                            "s.bn.weight", random(9, C),
                            "s.bn.bias", random(10, C)));

    @ParameterizedTest
    @ValueSource(strings = {"1 1", "2 1", "1 0", "3 2"})
    void a_convolution_sums_the_products_of_each_window_and_its_kernel(String strideAndPadding) {
        int stride = strideAndPadding.charAt(0) - '0';
        int padding = strideAndPadding.charAt(2) - '0';
        int h = (H + 2 * padding - 3) / stride + 1;
        int w = (W + 2 * padding - 3) / stride + 1;
        Tensor kernel = weights.get("c.weight");
        double[] expected = new double[B * h * w * 3];
        for (int i = 0; i < expected.length; i++) {
            int out = i % 3;
            int left = i / 3 % w * stride - padding;
            int top = i / 3 / w % h * stride - padding;
            int b = i / 3 / w / h;
            double sum = weights.get("c.bias").data().get(out);
            for (int in = 0; in < C; in++) {
                for (int k = 0; k < 9; k++) {
                    sum +=
                            at(b, top + k / 3, left + k % 3, in)
                                    * kernel.data().get((out * C + in) * 9 + k);
                }
            }
            expected[i] = sum;
        }

        Tensor y = run((layers, map) -> new Maps(layers).conv(map, "c", stride, padding));

        assertArrayEquals(new int[] {B, h, w, 3}, y.shape());
        assertClose("convolution", expected, y, ONE_ROUNDING, 0);
    }

    @Test
    void a_transposed_convolution_spreads_each_position_over_its_own_cell() {
        Tensor kernel = weights.get("t.weight");
        double[] expected = new double[B * 2 * H * 2 * W * 3];
        for (int i = 0; i < expected.length; i++) {
            int out = i % 3;
            int column = i / 3 % (2 * W);
            int row = i / 3 / (2 * W) % (2 * H);
            int b = i / 3 / (2 * W) / (2 * H);
            double sum = weights.get("t.bias").data().get(out);
            for (int in = 0; in < C; in++) {
                int place = ((in * 3 + out) * 2 + row % 2) * 2 + column % 2;
                sum += at(b, row / 2, column / 2, in) * kernel.data().get(place);
            }
            expected[i] = sum;
        }

        Tensor y = run((layers, map) -> new Maps(layers).transposedConv(map, "t"));

        assertArrayEquals(new int[] {B, 2 * H, 2 * W, 3}, y.shape());
        assertClose("transposed convolution", expected, y, ONE_ROUNDING, 0);
    }

    @Test
    void a_group_norm_centres_and_scales_each_group_of_each_map() {
        int groups = 3;
        double[] expected = new double[B * H * W * C];
        for (int i = 0; i < expected.length; i++) {
            int c = i % C;
            int b = i / (H * W * C);
            int first = c / 2 * 2;
            double sum = 0;
            double squares = 0;
            for (int p = 0; p < H * W * 2; p++) {
                double value = at(b, p / 2 / W, p / 2 % W, first + p % 2);
                sum += value;
                squares += value * value;
            }
            double mean = sum / (H * W * 2);
            double variance = squares / (H * W * 2) - mean * mean;
            expected[i] =
                    (x.data().get(i) - mean)
                                    / Math.sqrt(variance + 1e-5)
                                    * weights.get("n.weight").data().get(c)
                            + weights.get("n.bias").data().get(c);
        }

        Tensor y = run((layers, map) -> new Maps(layers).groupNorm(map, "n", groups, 1e-5f));

        assertClose("group norm", expected, y, ONE_ROUNDING, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 6})
    void adaptive_bins_share_positions_when_they_do_not_divide_the_side(int bins) {
        double[] expected = new double[B * bins * bins * C];
        for (int i = 0; i < expected.length; i++) {
            int c = i % C;
            int column = i / C % bins;
            int row = i / C / bins % bins;
            int b = i / C / bins / bins;
            double sum = 0;
            int count = 0;
            for (int r = row * H / bins; r < (int) Math.ceil((row + 1.0) * H / bins); r++) {
                for (int k = column * W / bins;
                        k < (int) Math.ceil((column + 1.0) * W / bins);
                        k++) {
                    sum += at(b, r, k, c);
                    count++;
                }
            }
            expected[i] = sum / count;
        }

        Tensor y = run((layers, map) -> new Maps(layers).averagePool(map, bins));

        assertClose("bins", expected, y, ONE_ROUNDING, 0);
    }

    @Test
    void bilinear_values_lie_between_the_centres_of_positions_and_are_flat_beyond() {
        double[] expected = new double[B * 8 * 11 * C];
        for (int i = 0; i < expected.length; i++) {
            double column = Math.max(0, (i / C % 11 + 0.5) * W / 11 - 0.5);
            double row = Math.max(0, (i / C / 11 % 8 + 0.5) * H / 8 - 0.5);
            int b = i / C / 11 / 8;
            int top = (int) row;
            int left = (int) column;
            int below = Math.min(top + 1, H - 1);
            int right = Math.min(left + 1, W - 1);
            double down = row - top;
            double across = column - left;
            int c = i % C;
            expected[i] =
                    (1 - down)
                                    * ((1 - across) * at(b, top, left, c)
                                            + across * at(b, top, right, c))
                            + down
                                    * ((1 - across) * at(b, below, left, c)
                                            + across * at(b, below, right, c));
        }

        Tensor y =
                run(
                        (layers, map) ->
                                new Maps(layers)
                                        .bilinear(map, layers.tf().constant(new int[] {8, 11})));

        assertClose("bilinear", expected, y, ONE_ROUNDING, 0);
    }

    @Test
    void nearest_values_and_largest_values_are_those_of_the_map() {
        double[] doubled = new double[B * 2 * H * 2 * W * C];
        for (int i = 0; i < doubled.length; i++) {
            int column = i / C % (2 * W);
            int row = i / C / (2 * W) % (2 * H);
            doubled[i] = at(i / C / (2 * W) / (2 * H), row / 2, column / 2, i % C);
        }
        double[] largest = new double[B * 2 * 2 * C];
        for (int i = 0; i < largest.length; i++) {
            int column = i / C % 2 * 2;
            int row = i / C / 2 % 2 * 2;
            int b = i / C / 4;
            double most = Double.NEGATIVE_INFINITY;
            for (int k = 0; k < 4; k++) {
                most = Math.max(most, at(b, row + k / 2, column + k % 2, i % C));
            }
            largest[i] = most;
        }

        Tensor twice =
                run(
                        (layers, map) -> {
                            Maps maps = new Maps(layers);
                            return maps.nearest(map, maps.size(map, 2));
                        });
        Tensor pooled = run((layers, map) -> new Maps(layers).maxPool(map, 2, 2));

        assertClose("nearest", doubled, twice, 0, 0);
        assertClose("largest", largest, pooled, 0, 0);
    }

    @Test
    void channels_go_first_and_come_back() {
        Tensor there = run((layers, map) -> new Maps(layers).channelsFirst(map));
        Tensor back =
                run(
                        (layers, map) -> {
                            Maps maps = new Maps(layers);
                            return maps.channelsLast(maps.channelsFirst(map));
                        });

        assertArrayEquals(new int[] {B, C, H, W}, there.shape());
        assertEquals(at(1, 2, 3, 4), there.data().get(((C + 4) * H + 2) * W + 3));
        assertArrayEquals(x.toArray(), back.toArray());
    }

    @Test
    void every_layer_differentiates_and_agrees_with_finite_differences() {
        BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> stack =
                (layers, map) -> {
                    Maps maps = new Maps(layers);
                    var normed = maps.groupNorm(maps.layerNorm(map, "n", 1e-5f), "n", 2, 1e-5f);
                    var bilinear = maps.bilinear(normed, layers.tf().constant(new int[] {6, 6}));
                    var pooled = maps.bilinear(maps.averagePool(map, 3), maps.size(bilinear));
                    var sum = layers.add(bilinear, pooled);
                    var up = maps.transposedConv(layers.gelu(sum), "t");
                    var down =
                            maps.conv(
                                    layers.add(sum, maps.nearest(map, maps.size(sum))), "c", 2, 1);
                    var large = maps.maxPool(up, 4, 4);
                    return layers.add(large, down);
                };
        Recipe recipe = gradients(stack, "c.weight", "t.weight", "n.weight");

        try (Network network = Network.build("maps", weights, recipe)) {
            Map<String, Tensor> gradients = network.run(Map.of("x", x));

            for (int i = 0; i < B * H * W * C; i += 31) {
                double up = loss(network, moved(x, i, STEP));
                double down = loss(network, moved(x, i, -STEP));
                double numeric = (up - down) / (2 * STEP);
                assertEquals(numeric, gradients.get("x").data().get(i), 2e-3, "place " + i);
            }
            assertAgrees("c.weight", 17, ((2 * 3 + 2) * C + 1) * 3, recipe, gradients);
            assertAgrees("t.weight", 29, 29, recipe, gradients);
            assertAgrees("n.weight", 3, 3, recipe, gradients);
        }
    }

    @Test
    void training_moves_a_convolution_and_its_norm_and_gives_them_back_as_they_came() {
        Map<String, Tensor> initial = new HashMap<>();
        weights.names().forEach(name -> initial.put(name, weights.get(name)));
        initial.put("s.bn.running_mean", Tensor.of(new float[C], C));
        initial.put("s.bn.running_var", Tensor.of(new float[] {1, 1, 1, 1, 1, 1}, C));
        Recipe recipe =
                (layers, wiring) -> {
                    var map = wiring.input("x", -1, -1, -1, C);
                    var y = new Maps(layers).convNormRelu(map, "s");
                    var over = layers.tf().constant(new int[] {0, 1, 2, 3});
                    wiring.output(
                            Training.LOSS, layers.tf().math.mean(layers.tf().math.square(y), over));
                };
        try (Training training =
                Training.build(
                        "maps",
                        Weights.of(initial),
                        name -> true,
                        Optimiser.adamW(0),
                        recipe,
                        List.of())) {
            float first = training.step(Map.of("x", x), 0, 1).loss();
            Weights unmoved = training.weights();
            for (int step = 0; step < 30; step++) {
                training.step(Map.of("x", x), 1e-2, step);
            }
            float last = training.step(Map.of("x", x), 0, 1).loss();

            assertTrue(last < first / 2, first + " to " + last);
            assertArrayEquals(
                    weights.get("s.conv.weight").toArray(), unmoved.get("s.conv.weight").toArray());
            assertArrayEquals(new int[] {C, C, 3, 3}, training.weights().shape("s.conv.weight"));
        }
    }

    @Test
    void weights_that_do_not_fit_are_named() {
        var flat =
                assertThrows(
                        MetaTransformerException.class,
                        () -> run((layers, map) -> new Maps(layers).conv(map, "n", 1, 1)));
        var narrow =
                assertThrows(
                        MetaTransformerException.class,
                        () ->
                                run(
                                        (layers, map) -> {
                                            Maps maps = new Maps(layers);
                                            return maps.conv(maps.conv(map, "c", 1, 1), "c", 1, 1);
                                        }));
        var groups =
                assertThrows(
                        MetaTransformerException.class,
                        () -> run((layers, map) -> new Maps(layers).groupNorm(map, "n", 4, 0)));

        assertEquals(ErrorCode.BAD_WEIGHTS, flat.code());
        assertTrue(flat.getMessage().contains("n.weight"), flat.getMessage());
        assertEquals(ErrorCode.BAD_WEIGHTS, narrow.code());
        assertTrue(narrow.getMessage().contains("6 channels"), narrow.getMessage());
        assertEquals(ErrorCode.BAD_WEIGHTS, groups.code());
    }

    private void assertAgrees(
            String name, int place, int inGraph, Recipe recipe, Map<String, Tensor> gradients) {
        double[] losses = new double[2];
        for (int side = 0; side < 2; side++) {
            Map<String, Tensor> changed = new HashMap<>();
            weights.names().forEach(each -> changed.put(each, weights.get(each)));
            changed.put(name, moved(weights.get(name), place, side == 0 ? STEP : -STEP));
            try (Network network = Network.build("maps", Weights.of(changed), recipe)) {
                losses[side] = loss(network, x);
            }
        }
        assertEquals(
                (losses[0] - losses[1]) / (2 * STEP),
                gradients.get(name).data().get(inGraph),
                3e-3,
                name);
    }

    private static Recipe gradients(
            BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> stack,
            String filter,
            String... plain) {
        return (layers, wiring) -> {
            var tf = layers.tf();
            var map = wiring.input("x", -1, -1, -1, C);
            var y = stack.apply(layers, map);
            Operand<TFloat32> loss =
                    tf.math.mean(tf.math.square(y), tf.constant(new int[] {0, 1, 2, 3}));
            wiring.entry("loss").sharing(wiring.entry(Wiring.DEFAULT)).output("loss", loss);
            var sources =
                    List.of(
                            map,
                            layers.filter(filter),
                            layers.parameter(plain[0]),
                            layers.parameter(plain[1]));
            var found = tf.gradients(List.of(loss), sources);
            wiring.output("x", found.<TFloat32>dy(0));
            wiring.output(filter, found.<TFloat32>dy(1));
            wiring.output(plain[0], found.<TFloat32>dy(2));
            wiring.output(plain[1], found.<TFloat32>dy(3));
        };
    }

    private static double loss(Network network, Tensor x) {
        return network.run("loss", Map.of("x", x)).get("loss").data().get(0);
    }

    private static Tensor moved(Tensor tensor, int place, float step) {
        float[] values = tensor.toArray();
        values[place] += step;
        return Tensor.of(values, tensor.shape());
    }

    private Tensor run(BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layer) {
        Recipe recipe =
                (layers, wiring) ->
                        wiring.output("y", layer.apply(layers, wiring.input("x", -1, -1, -1, C)));
        try (Network network = Network.build("maps", weights, recipe)) {
            return network.run(x);
        }
    }

    /** The map's value, 0 outside. */
    private float at(int b, int row, int column, int c) {
        return row < 0 || row >= H || column < 0 || column >= W
                ? 0
                : x.data().get(((b * H + row) * W + column) * C + c);
    }

    private static Tensor random(long seed, int... shape) {
        int size = 1;
        for (int side : shape) {
            size *= side;
        }
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian() * 0.5f;
        }
        return Tensor.of(values, shape);
    }
}
