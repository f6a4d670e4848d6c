package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingGoldenTest {
    private static final Golden GOLDEN =
            Golden.read(TrainingGoldenTest.class, "/golden/heads/train-linear-probe.safetensors");
    private static final int STEPS = 20;

    record Recipe(String name, Optimiser optimiser, double smoothing, IntToDoubleFunction rate) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Recipe> recipes() {
        Optimiser adamW = Optimiser.adamW(0.05).decayingVectors();
        return Stream.of(
                new Recipe("sgd", Optimiser.sgd(0.9, 1e-4), 0, t -> 0.1),
                new Recipe("adam", Optimiser.adam(0.95, 0.999, 5e-3), 0, t -> 2e-2),
                new Recipe("adamw", adamW, 0.1, t -> 2e-2),
                new Recipe(
                        "adamw_nodecay_clip", Optimiser.adamW(0.05).clippingTo(0.5), 0, t -> 2e-2),
                new Recipe(
                        "adamw_cosine",
                        adamW,
                        0,
                        t -> 1e-6 + 0.5 * (2e-2 - 1e-6) * (1 + Math.cos(Math.PI * t / STEPS))));
    }

    @ParameterizedTest
    @MethodSource("recipes")
    void twenty_steps_of_a_linear_probe_are_those_of_the_reference(Recipe recipe) {
        double[] losses = new double[STEPS];
        double[] norms = new double[STEPS];
        Weights trained;

        try (Training training = probe(recipe.optimiser)) {
            for (int t = 0; t < STEPS; t++) {
                var step = training.step(batch(recipe.smoothing), recipe.rate.applyAsDouble(t), 0);
                losses[t] = step.loss();
                norms[t] = step.gradientNorm();
            }
            trained = training.weights();
        }

        String output = "output." + recipe.name + ".";
        for (int t = 0; t < STEPS; t++) {
            assertEquals(GOLDEN.doubles(output + "losses")[t], losses[t], 2e-6, "loss " + t);
        }
        if (GOLDEN.names().contains(output + "grad_norms")) {
            for (int t = 0; t < STEPS; t++) {
                assertEquals(GOLDEN.doubles(output + "grad_norms")[t], norms[t], 2e-6, "norm " + t);
            }
        }
        assertClose("weight", GOLDEN.tensor(output + "weight"), trained.get("weight"), 5e-6, 0);
        assertClose("bias", GOLDEN.tensor(output + "bias"), trained.get("bias"), 5e-6, 0);
    }

    private static Training probe(Optimiser optimiser) {
        return Training.build(
                "probe",
                GOLDEN.weights("weights."),
                name -> true,
                optimiser,
                (layers, wiring) -> {
                    var logits = layers.linear(wiring.input("features", -1, 10), "weight", "bias");
                    wiring.output(
                            Training.LOSS,
                            new Losses(layers)
                                    .crossEntropy(
                                            logits,
                                            wiring.input("targets", -1, 5),
                                            wiring.input("weights", -1)));
                },
                List.of());
    }

    private static Map<String, Tensor> batch(double smoothing) {
        int[] labels = GOLDEN.ints("input.labels");
        float[] targets = new float[labels.length * 5];
        float[] weights = new float[labels.length];
        for (int m = 0; m < labels.length; m++) {
            for (int k = 0; k < 5; k++) {
                targets[5 * m + k] = (float) (smoothing / 5 + (k == labels[m] ? 1 - smoothing : 0));
            }
            weights[m] = 1;
        }
        return Map.of(
                "features",
                GOLDEN.tensor("input.features"),
                "targets",
                Tensor.of(targets, labels.length, 5),
                "weights",
                Tensor.of(weights, labels.length));
    }
}
