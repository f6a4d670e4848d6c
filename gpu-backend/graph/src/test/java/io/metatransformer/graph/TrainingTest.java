package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class TrainingTest {
    private static final int ROWS = 9;
    private static final int WIDTH = 6;
    private static final double MOVE = 5e-3;

    /** A layer under test: rows {@code [M, 6]} to rows. */
    @FunctionalInterface
    interface Layer {
        Operand<TFloat32> of(Layers layers, Operand<TFloat32> rows);
    }

    private static Layer layer(String name) {
        return switch (name) {
            case "linear" -> (layers, x) -> layers.linear(x, "a");
            case "layer norm" -> (layers, x) -> layers.layerNorm(x, "norm", 1e-5f);
            case "batch norm" -> (layers, x) -> layers.batchNorm(x, "norm", 1e-5f);
            case "gelu" -> (layers, x) -> layers.gelu(layers.linear(x, "a"));
            case "gelu_tanh" -> (layers, x) -> layers.geluTanh(layers.linear(x, "a"));
            case "quick_gelu" -> (layers, x) -> layers.quickGelu(layers.linear(x, "a"));
            case "silu" -> (layers, x) -> layers.silu(layers.linear(x, "a"));
            case "dropout" -> (layers, x) -> layers.dropout(layers.linear(x, "a"), 0.4f);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "linear",
                "layer norm",
                "batch norm",
                "gelu",
                "gelu_tanh",
                "quick_gelu",
                "silu",
                "dropout"
            })
    void the_gradient_of_every_weight_is_what_finite_differences_say(String name) {
        Weights start = weights();
        Weights moved;
        // Plain descent with a rate of 1 takes exactly the gradient off each weight.
        try (Training training = train(start, Optimiser.sgd(0, 0), layer(name))) {
            training.step(batch(), 1, 7);
            moved = training.weights();
        }

        for (String each : start.names()) {
            float[] before = start.get(each).toArray();
            float[] after = moved.get(each).toArray();
            for (int i = 0; i < before.length && !each.contains("running"); i++) {
                double numeric =
                        (loss(start, each, i, MOVE, name) - loss(start, each, i, -MOVE, name))
                                / (2 * MOVE);
                assertEquals(numeric, before[i] - after[i], 2e-4, each + " " + i);
            }
        }
    }

    private static double loss(Weights start, String tensor, int i, double move, String name) {
        Map<String, Tensor> changed = new LinkedHashMap<>();
        start.names().forEach(each -> changed.put(each, start.get(each)));
        float[] values = start.get(tensor).toArray();
        values[i] += (float) move;
        changed.put(tensor, Tensor.of(values, start.shape(tensor)));
        try (Training training = train(Weights.of(changed), Optimiser.sgd(0, 0), layer(name))) {
            return training.step(batch(), 0, 7).loss();
        }
    }

    @Test
    void the_gradient_of_an_input_is_what_finite_differences_say() {
        Map<String, Tensor> batch = batch();
        try (Training training =
                train(weights(), Optimiser.sgd(0, 0), layer("gelu"), List.of("rows"))) {
            float[] gradient = training.step(batch, 0, 0).inputGradients().get("rows").toArray();

            float[] rows = batch.get("rows").toArray();
            for (int i = 0; i < rows.length; i += 5) {
                double numeric =
                        (lossAt(training, rows, i, MOVE) - lossAt(training, rows, i, -MOVE))
                                / (2 * MOVE);
                assertEquals(numeric, gradient[i], 2e-4, "value " + i);
            }
        }
    }

    private static double lossAt(Training training, float[] rows, int i, double move) {
        float[] moved = rows.clone();
        moved[i] += (float) move;
        Map<String, Tensor> batch = new LinkedHashMap<>(batch());
        batch.put("rows", Tensor.of(moved, ROWS, WIDTH));
        return training.step(batch, 0, 0).loss();
    }

    @Test
    void a_frozen_tensor_and_one_that_no_layer_reads_stay_bit_for_bit() {
        Weights start = weights();
        Weights after;
        try (Training training =
                Training.build(
                        "half",
                        start,
                        name -> name.equals("a.bias"),
                        Optimiser.adamW(0.05),
                        recipe(layer("gelu")),
                        List.of())) {
            training.step(batch(), 0.1, 0);
            after = training.weights();
        }

        assertArrayEquals(start.get("a.weight").toArray(), after.get("a.weight").toArray());
        assertArrayEquals(start.get("norm.weight").toArray(), after.get("norm.weight").toArray());
        assertTrue(!start.get("a.bias").equals(after.get("a.bias")));
    }

    @Test
    void the_same_seed_takes_the_same_steps_and_another_one_others() {
        float[] first = trained(3);

        assertArrayEquals(first, trained(3));
        assertTrue(!Arrays.equals(first, trained(4)));
    }

    private static float[] trained(long seed) {
        try (Training training = train(weights(), Optimiser.adamW(0.05), layer("dropout"))) {
            for (int t = 0; t < 5; t++) {
                training.step(batch(), 0.01, seed + t);
            }
            return training.weights().get("a.weight").toArray();
        }
    }

    @Test
    void a_training_that_goes_on_where_another_stopped_takes_the_same_steps_bit_for_bit() {
        Weights whole;
        Weights state;
        try (Training training = train(weights(), Optimiser.adamW(0.05), layer("dropout"))) {
            steps(training, 0, 4);
            state = training.state();
            steps(training, 4, 8);
            whole = training.weights();
        }

        try (Training again = train(weights(), Optimiser.adamW(0.05), layer("dropout"))) {
            steps(again, 20, 22);
            again.restore(state);
            steps(again, 4, 8);

            Weights resumed = again.weights();
            whole.names().forEach(name -> assertEquals(whole.get(name), resumed.get(name), name));
        }
    }

    private static void steps(Training training, int from, int to) {
        for (int t = from; t < to; t++) {
            training.step(batch(), 0.01, t);
        }
    }

    @Test
    void the_state_of_another_training_is_refused() {
        Weights linear;
        Weights normed;
        try (Training training = train(weights(), Optimiser.adamW(0.05), layer("gelu"))) {
            linear = training.state();
        }
        try (Training training = train(weights(), Optimiser.adamW(0.05), layer("layer norm"))) {
            normed = training.state();
            Map<String, Tensor> longer = new LinkedHashMap<>();
            normed.names().forEach(name -> longer.put(name, normed.get(name)));
            longer.replaceAll((name, value) -> Tensor.of(new float[7], 7));

            assertEquals(ErrorCode.BAD_WEIGHTS, refusal(() -> training.restore(linear)).code());
            assertEquals(
                    ErrorCode.BAD_WEIGHTS,
                    refusal(() -> training.restore(Weights.of(longer))).code());
        }
    }

    @Test
    void what_layers_that_learn_make_of_a_batch_can_be_seen_before_the_step() {
        Recipe recipe =
                (layers, wiring) -> {
                    var ahead = wiring.entry("ahead");
                    var rows = ahead.input("rows", -1, WIDTH);
                    var made = layers.dropout(layers.linear(rows, "a"), 0.5f);
                    ahead.output("made", made);
                    wiring.entry(Wiring.DEFAULT).sharing(ahead);
                    var targets = wiring.input("targets", -1, WIDTH);
                    var ones = wiring.input("weights", -1);
                    wiring.output(Training.LOSS, new Losses(layers).squared(made, targets, ones));
                };
        try (Training training =
                Training.build(
                        "ahead",
                        weights(),
                        name -> true,
                        Optimiser.adamW(0.05),
                        recipe,
                        List.of())) {
            Map<String, Tensor> rows = Map.of("rows", batch().get("rows"));

            Tensor first = training.run("ahead", rows, 3).get("made");
            assertEquals(first, training.run("ahead", rows, 3).get("made"));
            assertTrue(!first.equals(training.run("ahead", rows, 4).get("made")));
            Map<String, Tensor> itself = new LinkedHashMap<>(batch());
            itself.put("targets", first);
            assertEquals(0, training.step(itself, 0, 3).loss(), 1e-9);
        }
    }

    @Test
    void dropout_zeroes_its_share_and_keeps_the_mean() {
        int M = 4000;
        float[] ones = new float[M * WIDTH];
        Arrays.fill(ones, 1);
        Weights weights = Weights.of(Map.of("unused", Tensor.of(new float[] {1}, 1)));
        try (Training training =
                Training.build(
                        "dropout",
                        weights,
                        name -> true,
                        Optimiser.sgd(0, 0),
                        (layers, wiring) -> {
                            var tf = layers.tf();
                            var x = wiring.input("x", -1, WIDTH);
                            var dropped = layers.dropout(x, 0.25f);
                            var scaled = tf.math.mul(dropped, layers.parameter("unused"));
                            wiring.output(
                                    Training.LOSS,
                                    tf.math.mean(scaled, tf.constant(new int[] {0, 1})));
                        },
                        List.of("x"))) {
            var step = training.step(Map.of("x", Tensor.of(ones, M, WIDTH)), 0, 11);

            assertEquals(1, step.loss(), 0.02);
            float[] gradient = step.inputGradients().get("x").toArray();
            int zero = 0;
            for (float g : gradient) {
                zero += g == 0 ? 1 : 0;
            }
            assertEquals(0.25, (double) zero / gradient.length, 0.01);
        }
    }

    @Test
    void a_batch_norm_moves_its_running_statistics_towards_the_batch() {
        Map<String, Tensor> batch = batch();
        float[] rows = batch.get("rows").toArray();
        double mean = 0;
        for (int m = 0; m < ROWS; m++) {
            mean += rows[m * WIDTH] / ROWS;
        }
        double variance = 0;
        for (int m = 0; m < ROWS; m++) {
            variance += Math.pow(rows[m * WIDTH] - mean, 2) / (ROWS - 1);
        }

        Weights after;
        try (Training training = train(weights(), Optimiser.sgd(0, 0), layer("batch norm"))) {
            training.step(batch, 0, 0);
            after = training.weights();
        }

        float was = weights().get("norm.running_mean").toArray()[0];
        assertEquals(0.9 * was + 0.1 * mean, after.get("norm.running_mean").toArray()[0], 1e-6);
        float wasVariance = weights().get("norm.running_var").toArray()[0];
        assertEquals(
                0.9 * wasVariance + 0.1 * variance,
                after.get("norm.running_var").toArray()[0],
                1e-6);
    }

    @Test
    void what_trained_computes_the_same_in_a_network() {
        Weights after;
        try (Training training = train(weights(), Optimiser.adamW(0.05), layer("linear"))) {
            training.step(batch(), 0.01, 0);
            after = training.weights();
            Recipe recipe =
                    (layers, wiring) ->
                            wiring.output("y", layers.linear(wiring.input("x", -1, WIDTH), "a"));
            try (Network network = Network.build("again", after, recipe)) {
                Tensor y = network.run(batch().get("rows"));
                double loss = 0;
                float[] targets = batch().get("targets").toArray();
                for (int i = 0; i < targets.length; i++) {
                    loss += Math.pow(y.toArray()[i] - targets[i], 2) / targets.length;
                }
                assertEquals(training.step(batch(), 0, 0).loss(), loss, 1e-5);
            }
        }
        assertClose("norm", weights().get("norm.bias"), after.get("norm.bias"), 0, 0);
    }

    @Test
    void a_step_off_the_numbers_is_refused() {
        Map<String, Tensor> batch = new LinkedHashMap<>(batch());
        batch.put("targets", Tensor.of(filled(Float.POSITIVE_INFINITY), ROWS, WIDTH));
        try (Training training = train(weights(), Optimiser.sgd(0, 0), layer("linear"))) {
            assertEquals(ErrorCode.NON_FINITE, refusal(() -> training.step(batch, 1, 0)).code());
        }
    }

    @Test
    void nothing_to_train_no_loss_and_a_closed_training_are_refused() {
        assertTrue(
                refusal(
                                () ->
                                        Training.build(
                                                "none",
                                                weights(),
                                                name -> false,
                                                Optimiser.sgd(0, 0),
                                                recipe(layer("linear")),
                                                List.of()))
                        .getMessage()
                        .contains("nothing to train"));
        assertTrue(
                refusal(
                                () ->
                                        Training.build(
                                                "no loss",
                                                weights(),
                                                name -> true,
                                                Optimiser.sgd(0, 0),
                                                (layers, wiring) ->
                                                        wiring.output(
                                                                "y",
                                                                layers.linear(
                                                                        wiring.input(
                                                                                "x", -1, WIDTH),
                                                                        "a")),
                                                List.of()))
                        .getMessage()
                        .contains("no output 'loss'"));
        Training closed = train(weights(), Optimiser.sgd(0, 0), layer("linear"));
        closed.close();
        closed.close();
        assertEquals(ErrorCode.CLOSED, refusal(() -> closed.step(batch(), 1, 0)).code());
    }

    private static MetaTransformerException refusal(Executable call) {
        return assertThrows(MetaTransformerException.class, call);
    }

    private static Training train(Weights start, Optimiser optimiser, Layer layer) {
        return train(start, optimiser, layer, List.of());
    }

    private static Training train(
            Weights start, Optimiser optimiser, Layer layer, List<String> inputGradients) {
        return Training.build(
                "layer", start, name -> true, optimiser, recipe(layer), inputGradients);
    }

    private static Recipe recipe(Layer layer) {
        return (layers, wiring) -> {
            var rows = layer.of(layers, wiring.input("rows", -1, WIDTH));
            var targets = wiring.input("targets", -1, WIDTH);
            var ones = wiring.input("weights", -1);
            wiring.output(Training.LOSS, new Losses(layers).squared(rows, targets, ones));
        };
    }

    private static Weights weights() {
        SplitMix64 random = new SplitMix64(5);
        Map<String, Tensor> all = new LinkedHashMap<>();
        all.put("a.weight", draw(random, 0.7, WIDTH, WIDTH));
        all.put("a.bias", draw(random, 0.5, WIDTH));
        all.put("norm.weight", draw(random, 1, WIDTH));
        all.put("norm.bias", draw(random, 0.3, WIDTH));
        all.put("norm.running_mean", draw(random, 0.1, WIDTH));
        all.put("norm.running_var", Tensor.of(new float[] {1, 2, 1, 2, 1, 2}, WIDTH));
        return Weights.of(all);
    }

    private static Map<String, Tensor> batch() {
        SplitMix64 random = new SplitMix64(6);
        return Map.of(
                "rows",
                draw(random, 1, ROWS, WIDTH),
                "targets",
                draw(new SplitMix64(7), 1, ROWS, WIDTH),
                "weights",
                Tensor.of(new float[] {1, 1, 1, 1, 1, 1, 1, 1, 1}, ROWS));
    }

    private static float[] filled(float value) {
        float[] values = new float[ROWS * WIDTH];
        Arrays.fill(values, value);
        return values;
    }

    private static Tensor draw(SplitMix64 random, double scale, int... shape) {
        int size = 1;
        for (int n : shape) {
            size *= n;
        }
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) (scale * (2 * random.nextDouble() - 1));
        }
        return Tensor.of(values, shape);
    }
}
