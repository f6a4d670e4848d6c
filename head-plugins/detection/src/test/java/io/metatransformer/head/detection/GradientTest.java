package io.metatransformer.head.detection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Options;
import io.metatransformer.api.SplitMix64;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.WeightSpec;
import io.metatransformer.api.WeightSpec.Constant;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Optimiser;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GradientTest {
    private static final int WIDTH = 8;
    private static final int ROWS = 3;
    private static final int COLS = 4;
    private static final float MOVE = 1e-3f;

    private final Tensor tokens = noise(2, ROWS, COLS, WIDTH);
    private final Truth first = new Truth(new float[] {4, 3, 40, 30}, new int[] {1});
    private final Truth second =
            new Truth(new float[] {0, 0, 20, 25, 30, 10, 64, 48}, new int[] {0, 1});
    private final RegionTargets regions = new RegionTargets(2, 0.1);
    private Map<String, Tensor> anchors;
    private TrunkTraining trunk;
    private BoxTraining boxes;

    /** Through both parts of the graph, and the features of regions between them. */
    @ParameterizedTest
    @ValueSource(strings = {"2fc", "4conv1fc"})
    void every_weight_moves_as_finite_differences_of_the_whole_loss_say(String form) {
        DetectionOptions options =
                DetectionOptions.from(
                        Options.of(
                                DetectionOptions.declared(),
                                Map.of(
                                        "labels",
                                        List.of("a", "b"),
                                        "channels",
                                        4,
                                        "hidden",
                                        6,
                                        "box_head",
                                        form)));
        Optimiser plain = Optimiser.sgd(0, 0);
        trunk = new TrunkTraining("t", drawn(Trunk.specs(WIDTH, 4)), options, WIDTH, plain);
        boxes = new BoxTraining("b", drawn(BoxHead.specs(options)), options, plain);
        try (TrunkTraining one = trunk;
                BoxTraining other = boxes) {
            choose();
            Weights ofTrunk = trunk.state();
            Weights ofBoxes = boxes.state();
            Weights trunkBefore = trunk.weights();
            Weights boxesBefore = boxes.weights();
            // Plain descent with a rate of 1 takes exactly the gradient off each weight.
            loss(1);
            Weights trunkAfter = trunk.weights();
            Weights boxesAfter = boxes.weights();
            boxes.restore(ofBoxes);

            compare(ofTrunk, trunkBefore, trunkAfter, true);
            trunk.restore(ofTrunk);
            compare(ofBoxes, boxesBefore, boxesAfter, false);
        }
    }

    private void choose() {
        SplitMix64 random = new SplitMix64(3);
        Trunk.Values values = trunk.values(tokens);
        float[] all = AnchorTargets.joined(values.levels(0));
        AnchorTargets targets = new AnchorTargets(2, all.length / 4);
        targets.put(0, all, first, 1, 40, random);
        targets.put(1, all, second, 0.5f, 40, random);
        anchors = targets.inputs();
        float[] some = {2, 2, 38, 33, 1, 30, 30, 44, 10, 5, 60, 47, 28, 12, 60, 45};
        regions.add(some, first, 1, 6, random);
        regions.add(some, second, 0.5f, 6, random);
    }

    private double loss(double rate) {
        MapGradients gradients = new MapGradients(trunk.values(tokens), 2);
        Tensor features = gradients.extract(regions);
        BoxTraining.Step step = boxes.step(features, regions.inputs(), rate, 0);
        gradients.pullBack(regions, step.gradients());
        Map<String, Tensor> inputs = new HashMap<>(anchors);
        return step.loss() + trunk.step(tokens, inputs, gradients.tensors(), rate, 0).loss();
    }

    private void compare(Weights state, Weights before, Weights after, boolean ofTrunk) {
        int compared = 0;
        for (String name : before.names()) {
            float[] from = before.get(name).toArray();
            float[] to = after.get(name).toArray();
            for (int i = 0;
                    i < from.length && !name.contains("running");
                    i += from.length / 2 + 1) {
                double up = moved(state, name, i, MOVE, ofTrunk);
                double down = moved(state, name, i, -MOVE, ofTrunk);
                double numeric = (up - down) / (2 * MOVE);
                double gradient = from[i] - to[i];
                assertEquals(numeric, gradient, 6e-4 + 0.03 * Math.abs(numeric), name + " " + i);
                compared += Math.abs(gradient) > 1e-4 ? 1 : 0;
            }
        }
        assertTrue(compared > 5, compared + " weights move at all");
    }

    private double moved(Weights state, String name, int i, float by, boolean ofTrunk) {
        Map<String, Tensor> moved = new LinkedHashMap<>();
        for (String each : state.names()) {
            moved.put(each, state.get(each));
        }
        String key = state.names().stream().filter(n -> n.endsWith(name)).findFirst().orElseThrow();
        Tensor old = state.get(key);
        // A kernel lies in the state as it does in a checkpoint.
        float[] values = old.toArray();
        values[i] += by;
        moved.put(key, Tensor.of(values, old.shape()));
        if (ofTrunk) {
            trunk.restore(Weights.of(moved));
        } else {
            boxes.restore(Weights.of(moved));
        }
        return loss(0);
    }

    /** As new weights are drawn, but for what starts at 0 or 1: an absolute error of 0 has no gradient. */
    private static Weights drawn(List<WeightSpec> specs) {
        Map<String, Tensor> drawn = new LinkedHashMap<>();
        for (WeightSpec spec : specs) {
            float[] values = spec.draw(5).toArray();
            float[] noise = noise(spec.shape()).toArray();
            for (int i = 0; i < values.length && spec.init() instanceof Constant; i++) {
                values[i] += 0.2f * noise[i];
            }
            drawn.put(spec.name(), Tensor.of(values, spec.shape()));
        }
        return Weights.of(drawn);
    }

    private static Tensor noise(int... shape) {
        int count = 1;
        for (int size : shape) {
            count *= size;
        }
        double[] noise = new double[count];
        new SplitMix64(9).fillNormal(noise);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) noise[i];
        }
        return Tensor.of(values, shape);
    }
}
