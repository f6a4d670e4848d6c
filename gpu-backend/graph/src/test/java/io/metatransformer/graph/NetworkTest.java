package io.metatransformer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class NetworkTest {
    /** {@code y = x · [[1, 2], [3, 4], [5, 6]]ᵀ + [0, 10, 0]}. */
    private static final Weights WEIGHTS =
            Weights.of(
                    Map.of(
                            "fc.weight",
                            Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                            "fc.bias",
                            Tensor.of(new float[] {0, 10, 0}, 3)));

    private static final Recipe LINEAR =
            (layers, wiring) -> wiring.output("y", layers.linear(wiring.input("x", -1, 2), "fc"));

    @Test
    void a_linear_map_takes_any_number_of_rows() {
        try (Network network = Network.build("fc", WEIGHTS, LINEAR)) {
            Tensor one = network.run(Tensor.of(new float[] {1, 1}, 1, 2));
            Tensor two = network.run(Tensor.of(new float[] {1, 0, 0, 1}, 2, 2));

            assertEquals(Tensor.of(new float[] {3, 17, 11}, 1, 3), one);
            assertEquals(Tensor.of(new float[] {1, 13, 5, 2, 14, 6}, 2, 3), two);
        }
    }

    @Test
    void a_bias_that_is_not_there_is_not_added() {
        Weights bare = Weights.of(Map.of("fc.weight", WEIGHTS.get("fc.weight")));

        try (Network network = Network.build("fc", bare, LINEAR)) {
            assertEquals(
                    Tensor.of(new float[] {3, 7, 11}, 1, 3),
                    network.run(Tensor.of(new float[] {1, 1}, 1, 2)));
        }
    }

    @Test
    void several_inputs_and_outputs_go_by_name_and_whole_numbers_may_be_indices() {
        Weights table =
                Weights.of(Map.of("table", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2)));
        Recipe lookUp =
                (layers, wiring) -> {
                    var rows =
                            layers.tf()
                                    .gather(
                                            layers.parameter("table"),
                                            wiring.integers("ids", -1),
                                            layers.tf().constant(0));
                    wiring.output("rows", rows);
                    wiring.output("sum", layers.add(rows, wiring.input("shift", -1, 2)));
                };

        try (Network network = Network.build("table", table, lookUp)) {
            Map<String, Tensor> out =
                    network.run(
                            Map.of(
                                    "ids",
                                    Tensor.of(new float[] {2, 0}, 2),
                                    "shift",
                                    Tensor.of(new float[] {1, 1, 1, 1}, 2, 2)));

            assertEquals(Tensor.of(new float[] {5, 6, 1, 2}, 2, 2), out.get("rows"));
            assertEquals(Tensor.of(new float[] {6, 7, 2, 3}, 2, 2), out.get("sum"));
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () ->
                                    network.run(
                                            Map.of(
                                                    "ids",
                                                    Tensor.of(new float[] {0.5f}, 1),
                                                    "shift",
                                                    Tensor.of(new float[] {1, 1}, 1, 2))));
            assertTrue(refusal.getMessage().contains("'ids' holds whole numbers"));
        }
    }

    @Test
    void a_missing_weight_is_named() {
        refused(
                "fc: tensor 'fc.weight' is missing",
                ErrorCode.BAD_WEIGHTS,
                () -> Network.build("fc", Weights.none(), LINEAR));
    }

    @Test
    void a_weight_that_does_not_fit_is_named_with_both_shapes() {
        Weights wide =
                Weights.of(
                        Map.of(
                                "fc.weight", Tensor.of(new float[6], 2, 3),
                                "fc.bias", Tensor.of(new float[2], 2)));
        Weights wrongBias =
                Weights.of(
                        Map.of(
                                "fc.weight", WEIGHTS.get("fc.weight"),
                                "fc.bias", Tensor.of(new float[2], 2)));

        refused(
                "'fc.weight' maps rows of 3, got [-1, 2]",
                ErrorCode.BAD_WEIGHTS,
                () -> Network.build("fc", wide, LINEAR));
        refused(
                "'fc.bias' is [2], expected [3]",
                ErrorCode.BAD_WEIGHTS,
                () -> Network.build("fc", wrongBias, LINEAR));
    }

    @Test
    void an_input_of_another_name_or_shape_is_refused_before_it_runs() {
        try (Network network = Network.build("fc", WEIGHTS, LINEAR)) {
            refused(
                    "fc reads inputs [x], got [z]",
                    ErrorCode.SHAPE_MISMATCH,
                    () -> network.run(Map.of("z", Tensor.of(new float[2], 1, 2))));
            refused(
                    "input 'x' must be [-1, 2], got Tensor[1, 3]",
                    ErrorCode.SHAPE_MISMATCH,
                    () -> network.run(Tensor.of(new float[3], 1, 3)));
            refused(
                    "input 'x' must be [-1, 2], got Tensor[2]",
                    ErrorCode.SHAPE_MISMATCH,
                    () -> network.run(Tensor.of(new float[2], 2)));
        }
    }

    @Test
    void a_recipe_without_inputs_or_outputs_is_refused() {
        refused(
                "fc: the recipe declares no input and no output",
                ErrorCode.PLUGIN_ERROR,
                () -> Network.build("fc", WEIGHTS, (layers, wiring) -> {}));
        refused(
                "fc: entry 'serving_default' needs an input and an output",
                ErrorCode.PLUGIN_ERROR,
                () -> Network.build("fc", WEIGHTS, (layers, wiring) -> wiring.input("x", -1, 2)));
    }

    @Test
    void after_close_runs_are_refused_and_closing_again_does_nothing() {
        Network network = Network.build("fc", WEIGHTS, LINEAR);

        network.close();
        network.close();

        refused(
                "fc was closed",
                ErrorCode.CLOSED,
                () -> network.run(Tensor.of(new float[2], 1, 2)));
    }

    @Test
    void many_threads_get_equal_bits_from_one_network() throws Exception {
        Golden golden = Golden.encoder("encoder-tiny");
        Tensor x = golden.tensor("input.x_b2_n50");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (Network network =
                Network.build(
                        "block",
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            var tokens = wiring.input("tokens", -1, -1, 64);
                            var rows =
                                    layers.tf()
                                            .reshape(
                                                    tokens,
                                                    layers.tf().constant(new int[] {-1, 64}));
                            wiring.output(
                                    "rows",
                                    layers.block(
                                            rows,
                                            Sequences.equal(layers, tokens),
                                            "0",
                                            new Block(4, 1e-5f, Activation.GELU)));
                        })) {
            Tensor alone = network.run(x);
            List<Callable<Tensor>> calls = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                calls.add(() -> network.run(x));
            }

            for (Future<Tensor> each : threads.invokeAll(calls)) {
                assertEquals(alone, each.get());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static void refused(String message, ErrorCode code, Runnable call) {
        var refusal = assertThrows(MetaTransformerException.class, call::run);
        assertTrue(refusal.getMessage().contains(message), refusal.getMessage());
        assertEquals(code, refusal.code());
    }
}
