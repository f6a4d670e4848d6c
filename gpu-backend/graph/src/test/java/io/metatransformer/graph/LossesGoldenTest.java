package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class LossesGoldenTest {
    private static final Golden GOLDEN =
            Golden.read(LossesGoldenTest.class, "/golden/heads/losses.safetensors");
    private static final int K = 5;

    @FunctionalInterface
    interface Loss {
        Operand<TFloat32> of(
                Losses losses,
                Operand<TFloat32> x,
                Operand<TFloat32> targets,
                Operand<TFloat32> weights);
    }

    record Case(String name, String input, Tensor targets, float[] weights, Loss loss) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Case> cases() {
        int[] labels = GOLDEN.ints("input.labels");
        int[] ignored = GOLDEN.ints("input.labels_ignored");
        float[] perClass = GOLDEN.tensor("input.class_weight").toArray();
        float[] ones = {1, 1, 1, 1, 1, 1};
        float[] ofClass = new float[labels.length];
        float[] known = new float[labels.length];
        for (int m = 0; m < labels.length; m++) {
            ofClass[m] = perClass[labels[m]];
            known[m] = ignored[m] < 0 || ignored[m] >= K ? 0 : 1;
        }
        Tensor multiHot = GOLDEN.tensor("input.multi_hot");
        Tensor target = GOLDEN.tensor("input.target");
        Tensor soft = GOLDEN.tensor("input.soft_target");
        return Stream.of(
                classes("cross_entropy", smoothed(labels, 0, 0), ones),
                classes("cross_entropy_weighted", smoothed(labels, 0, 0), ofClass),
                classes("cross_entropy_ignore", smoothed(ignored, 0, 0), known),
                classes("cross_entropy_smooth01", smoothed(labels, 0.1 / K, 0.1), ones),
                classes("cross_entropy_smooth02", smoothed(labels, 0.2 / K, 0.2), ones),
                classes("smooth_ce_timm01", smoothed(labels, 0.1 / K, 0.1), ones),
                classes(
                        "smooth_ce_openpoints02",
                        smoothed(labels, 0.2 / (K - 1), 0.2 * K / (K - 1)),
                        ones),
                classes("soft_target_ce", soft, ones),
                new Case("bce_with_logits", "logits", multiHot, ones, Losses::binaryCrossEntropy),
                new Case(
                        "poly1_focal",
                        "logits",
                        smoothed(labels, 0, 0),
                        ones,
                        (losses, x, t, w) -> losses.polyFocal(x, t, w, 0.25f)),
                new Case("mse", "pred", target, ones, Losses::squared),
                new Case("l1_mean", "pred", target, ones, Losses::absolute),
                new Case(
                        "smooth_l1_beta1_9",
                        "pred",
                        target,
                        ones,
                        (losses, x, t, w) -> losses.smoothAbsolute(x, t, w, 1 / 9f)),
                new Case(
                        "smooth_l1_beta1",
                        "pred",
                        target,
                        ones,
                        (losses, x, t, w) -> losses.smoothAbsolute(x, t, w, 1)));
    }

    /** Entries beyond the mask are 0 on both sides, which counts as no error. */
    @Test
    void the_symmetric_percentage_is_that_of_the_reference() {
        float[] mask = GOLDEN.tensor("input.horizon_mask").toArray();
        Tensor forecast = masked("input.forecast", mask);
        Tensor actual = masked("input.actual", mask);

        Map<String, Tensor> result =
                run(
                        new Case(
                                "smape",
                                "forecast",
                                actual,
                                new float[] {1, 1, 1},
                                Losses::symmetricPercentage),
                        forecast);

        float expected = GOLDEN.tensor("output.smape").toArray()[0];
        assertEquals(expected, result.get("loss").toArray()[0], 1e-5 * expected);
        float[] gradients = GOLDEN.tensor("output.smape.grad").toArray();
        float[] found = result.get("gradient").toArray();
        for (int i = 0; i < found.length; i++) {
            if (!Float.isNaN(gradients[i])) { // the reference divides 0 by 0 where both are 0
                assertEquals(gradients[i] * mask[i], found[i], 1e-5 * Math.abs(gradients[i]));
            }
        }
    }

    private static Tensor masked(String name, float[] mask) {
        Tensor tensor = GOLDEN.tensor(name);
        float[] values = tensor.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] *= mask[i];
        }
        return Tensor.of(values, tensor.shape());
    }

    private static Case classes(String name, Tensor targets, float[] weights) {
        return new Case(name, "logits", targets, weights, Losses::crossEntropy);
    }

    /** {@code others} everywhere, and what is left of 1 - {@code taken} more for the label. */
    private static Tensor smoothed(int[] labels, double others, double taken) {
        float[] targets = new float[labels.length * K];
        Arrays.fill(targets, (float) others);
        for (int m = 0; m < labels.length; m++) {
            if (labels[m] >= 0 && labels[m] < K) {
                targets[K * m + labels[m]] = (float) (1 - taken + others);
            }
        }
        return Tensor.of(targets, labels.length, K);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_loss_and_its_gradient_are_those_of_the_reference(Case c) {
        Map<String, Tensor> result = run(c, GOLDEN.tensor("input." + c.input));

        float expected = GOLDEN.tensor("output." + c.name).toArray()[0];
        assertEquals(expected, result.get("loss").toArray()[0], 1e-5 * Math.abs(expected));
        String gradient = "output." + c.name + ".grad";
        assertClose("gradient", GOLDEN.tensor(gradient), result.get("gradient"), 1e-6, 0);
    }

    private static Map<String, Tensor> run(Case c, Tensor x) {
        Recipe recipe =
                (layers, wiring) -> {
                    var input = wiring.input("x", x.size(0), x.size(1));
                    var loss =
                            c.loss.of(
                                    new Losses(layers),
                                    input,
                                    wiring.input("targets", x.size(0), x.size(1)),
                                    wiring.input("weights", x.size(0)));
                    wiring.output("loss", loss);
                    wiring.output(
                            "gradient",
                            layers.tf().gradients(List.of(loss), List.of(input)).<TFloat32>dy(0));
                };

        try (Network network = Network.build("loss", Weights.none(), recipe)) {
            return network.run(
                    Map.of(
                            "x",
                            x,
                            "targets",
                            c.targets,
                            "weights",
                            Tensor.of(c.weights, c.weights.length)));
        }
    }
}
