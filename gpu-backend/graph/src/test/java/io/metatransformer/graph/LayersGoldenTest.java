package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Single layers against reference values, and against their formula where there are none. */
class LayersGoldenTest {
    /** Per row of the reference: normal, mean 100, scale 1000, zeros, constant 3.25, 1e-20, 1e-3. */
    private static final double[] NORM_TOLERANCES = {2e-6, 2e-3, 5e-5, 1e-6, 1e-3, 1e-6, 2e-6};

    private static final float[] SAMPLES = {-8, -3.5f, -1, -0.25f, 0, 1e-3f, 0.5f, 1, 2.75f, 9};

    @Test
    void gelu_is_the_exact_one() {
        Golden golden = Golden.encoder("primitives");

        Tensor y = run(golden.tensor("input.gelu"), Layers::gelu);

        // The reference reaches 10,000, where a float32 has steps of 1e-3.
        double[] truth = golden.doubles("output64.gelu_erf");
        for (int i = 0; i < truth.length; i++) {
            double tolerance = Math.max(2e-6, Math.ulp((float) truth[i]));
            Tensor one = Tensor.of(new float[] {y.data().get(i)}, 1);
            assertClose("gelu " + i, new double[] {truth[i]}, one, tolerance, 0);
        }
    }

    @Test
    void softmax_takes_minus_infinity_and_huge_values() {
        Golden golden = Golden.encoder("primitives");

        Tensor y = run(golden.tensor("input.softmax"), Layers::softmax);

        assertClose("softmax", golden.doubles("output64.softmax"), y, 2e-6, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-05", "1e-06"})
    void layer_norm_centres_before_it_squares(String eps) {
        Golden golden = Golden.encoder("primitives");
        Tensor x = golden.tensor("input.layernorm.x");
        int D = x.size(1);
        Weights weights =
                Weights.of(
                        Map.of(
                                "n.weight",
                                golden.tensor("weights.layernorm.weight"),
                                "n.bias",
                                golden.tensor("weights.layernorm.bias")));

        Tensor y;
        try (Network network =
                Network.build(
                        "norm",
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "y",
                                        layers.layerNorm(
                                                wiring.input("x", -1, D),
                                                "n",
                                                Float.parseFloat(eps))))) {
            y = network.run(x);
        }

        double[] truth = golden.doubles("output64.layernorm_eps" + eps);
        for (int row = 0; row < NORM_TOLERANCES.length; row++) {
            assertClose(
                    "row " + row,
                    Arrays.copyOfRange(truth, row * D, (row + 1) * D),
                    Tensor.of(y.data().slice(row * D, D), D),
                    NORM_TOLERANCES[row],
                    0);
        }
    }

    @Test
    void every_activation_is_its_formula() {
        for (Activation activation : Activation.values()) {
            double[] expected = new double[SAMPLES.length];
            for (int i = 0; i < SAMPLES.length; i++) {
                expected[i] = formula(activation, SAMPLES[i]);
            }

            Tensor y =
                    run(
                            Tensor.of(SAMPLES, SAMPLES.length),
                            (layers, x) -> layers.activation(x, activation));

            assertClose(activation.word(), expected, y, 2e-6, 0);
        }
    }

    @Test
    void batch_norm_uses_the_statistics_of_training() {
        Weights weights =
                Weights.of(
                        Map.of(
                                "bn.weight", Tensor.of(new float[] {2, 0.5f}, 2),
                                "bn.bias", Tensor.of(new float[] {-1, 3}, 2),
                                "bn.running_mean", Tensor.of(new float[] {10, -4}, 2),
                                "bn.running_var", Tensor.of(new float[] {4, 0.25f}, 2)));
        Tensor x = Tensor.of(new float[] {12, -4, 10, -3}, 2, 2);

        Tensor y;
        try (Network network =
                Network.build(
                        "bn",
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "y",
                                        layers.batchNorm(wiring.input("x", -1, 2), "bn", 1e-5f)))) {
            y = network.run(x);
        }

        double first = 2 * 2 / Math.sqrt(4 + 1e-5) - 1;
        double last = 0.5 / Math.sqrt(0.25 + 1e-5) + 3;
        assertClose("batch norm", new double[] {first, 3, -1, last}, y, 2e-6, 0);
    }

    @Test
    void the_kernel_of_a_convolution_maps_flattened_patches() {
        // [out 2, channels 1, height 2, width 2]
        Weights weights =
                Weights.of(
                        Map.of(
                                "proj.weight",
                                Tensor.of(new float[] {1, 2, 3, 4, 10, 20, 30, 40}, 2, 1, 2, 2),
                                "proj.bias",
                                Tensor.of(new float[] {0.5f, -0.5f}, 2)));

        Tensor y;
        try (Network network =
                Network.build(
                        "patches",
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "y", layers.linear(wiring.input("x", -1, 4), "proj")))) {
            y = network.run(Tensor.of(new float[] {1, 1, 1, 1, 1, 0, 0, 2}, 2, 4));
        }

        assertClose("patches", new double[] {10.5, 99.5, 9.5, 89.5}, y, 0, 0);
    }

    private static double formula(Activation activation, double x) {
        return switch (activation) {
            case GELU -> 0.5 * x * (1 + erf(x / Math.sqrt(2)));
            case GELU_TANH ->
                    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
            case QUICK_GELU -> x / (1 + Math.exp(-1.702 * x));
            case RELU -> Math.max(x, 0);
            case SILU -> x / (1 + Math.exp(-x));
        };
    }

    /** 2/√π · Σ (-1)^n x^(2n+1) / (n! (2n+1)); beyond 5 it is ±1 to all digits. */
    private static double erf(double x) {
        if (Math.abs(x) > 5) {
            return Math.signum(x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; n < 200; n++) {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    private static Tensor run(
            Tensor x, BiFunction<Layers, Operand<TFloat32>, Operand<TFloat32>> layer) {
        int[] open = new int[x.rank()];
        Arrays.fill(open, -1);
        try (Network network =
                Network.build(
                        "layer",
                        Weights.none(),
                        (layers, wiring) ->
                                wiring.output("y", layer.apply(layers, wiring.input("x", open))))) {
            return network.run(x);
        }
    }
}
