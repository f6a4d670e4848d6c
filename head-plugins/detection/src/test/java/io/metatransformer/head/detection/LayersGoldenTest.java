package io.metatransformer.head.detection;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.metatransformer.api.Tensor;
import io.metatransformer.graph.Entry;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import io.metatransformer.testkit.Golden;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class LayersGoldenTest {
    private static final View PICTURE = new View(6, 8, 128, 96, 0, 0, 128, 96);

    @Test
    void the_neck_gives_the_maps_of_the_reference() {
        Golden golden = Goldens.read("fpn");
        Map<String, Tensor> maps =
                run(
                        golden,
                        "pyramid",
                        4,
                        (layers, pyramid, out) -> {
                            List<Operand<TFloat32>> levels = Neck.of(layers, pyramid);
                            for (int level = 0; level < levels.size(); level++) {
                                out.output("fpn" + level, levels.get(level));
                            }
                        });

        assertEquals(5, maps.size());
        maps.forEach((name, map) -> close(golden, name, map, 3e-5));
    }

    @Test
    void proposals_are_those_of_the_reference() {
        Golden golden = Goldens.read("rpn");
        Map<String, Tensor> outputs =
                run(
                        golden,
                        "fpn",
                        5,
                        (layers, maps, out) -> {
                            var heads = maps.stream().map(m -> ProposalHead.of(layers, m)).toList();
                            new Trunk(maps, heads).outputs(out);
                        });

        for (int level = 0; level < 5; level++) {
            rows(golden, "cls" + level, outputs.get("logits" + level));
            rows(golden, "reg" + level, outputs.get("deltas" + level));
        }
        Found proposals =
                new Proposals(60, 24, 0.7).in(new Trunk.Values(outputs).levels(0), 128, 96);
        Tensor expected = golden.tensor("output.proposals");
        assertClose("boxes", Goldens.columns(expected, 0, 4), proposals.boxes(), 1e-2, 0);
        assertClose("scores", Goldens.columns(expected, 4, 5), proposals.scores(), 1e-4, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2fc", "4conv1fc"})
    void boxes_of_regions_are_those_of_the_reference(String form) {
        Golden golden = Goldens.read("bbox-head-" + form);
        DetectionOptions options = options(form.equals("4conv1fc"));
        float[] rois = Goldens.columns(golden.tensor("input.rois"), 1, 5);
        Map<String, Tensor> outputs;
        try (Network network =
                Network.build(
                        "boxes",
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            var regions = wiring.input("regions", -1, 7, 7, 16);
                            BoxHead head = BoxHead.of(layers, regions, options);
                            wiring.output("logits", head.logits());
                            wiring.output("deltas", head.deltas());
                            wiring.output("probabilities", layers.softmax(head.logits()));
                        })) {
            Tensor regions = Goldens.channelsLast(golden.tensor("input.roi_feats"));
            outputs = network.run(Map.of("regions", regions));
        }

        assertClose("logits", golden.tensor("output.cls_score"), outputs.get("logits"), 2e-5, 0);
        assertClose("deltas", golden.tensor("output.bbox_pred"), outputs.get("deltas"), 2e-5, 0);
        float[] boxes =
                BoxCoder.clip(
                        BoxCoder.ANSWERS.decode(rois, outputs.get("deltas").toArray()), 128, 96);
        float[] probabilities = outputs.get("probabilities").toArray();
        found(golden, "", Found.ofClasses(boxes, probabilities, 3, 0.3, 0.5, 15));
        float[] rescaled = new View(6, 8, 160, 120, 0, 0, 160, 120).toUser(boxes);
        found(golden, "_rescaled", Found.ofClasses(rescaled, probabilities, 3, 0.3, 0.5, 15));
    }

    @Test
    void boxes_of_a_whole_picture_are_those_of_the_reference() {
        Golden golden = Goldens.read("maskrcnn-e2e");
        Map<String, Tensor> pyramid = new TreeMap<>();
        for (int level = 0; level < 4; level++) {
            String name = "pyramid" + level;
            pyramid.put(name, Goldens.channelsLast(golden.tensor("input." + name)));
        }
        DetectionOptions options = options(false);
        Network network =
                Network.build(
                        "detector",
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            var trunk = wiring.entry(Detector.TRUNK);
                            List<Operand<TFloat32>> maps = new ArrayList<>();
                            pyramid.keySet().forEach(n -> maps.add(trunk.input(n, 1, -1, -1, 32)));
                            Trunk.ofPyramid(layers, maps).outputs(trunk);
                            Detector.boxes(layers, wiring.entry(Detector.BOXES), options);
                        });
        try (Detector detector = new Detector("detector", options, false, network)) {
            var values = new Trunk.Values(network.run(Detector.TRUNK, pyramid));

            Found proposals = options.proposals().in(values.levels(0), 128, 96);
            Found found = detector.found(values, PICTURE, options);

            Tensor expected = golden.tensor("output.proposals");
            assertClose("boxes", Goldens.columns(expected, 0, 4), proposals.boxes(), 2e-2, 0);
            assertClose("scores", Goldens.columns(expected, 4, 5), proposals.scores(), 5e-4, 0);
            found(golden, "", found, 2e-2, 5e-4);
        }
    }

    @Test
    void masks_of_regions_are_those_of_the_reference() {
        Golden golden = Goldens.read("mask-head");
        Tensor logits;
        try (Network network =
                Network.build(
                        "masks",
                        golden.weights("weights."),
                        (layers, wiring) ->
                                wiring.output(
                                        "logits",
                                        MaskHead.of(
                                                layers,
                                                wiring.input("regions", -1, 14, 14, 16))))) {
            logits = network.run(Goldens.channelsLast(golden.tensor("input.mask_roi_feats")));
        }

        close(golden, "mask_logits", logits, 4e-5);
        float[] boxes = Goldens.floats(golden, "input.boxes");
        int[] labels = golden.ints("input.labels");
        float[] expected = Goldens.floats(golden, "output.pasted_prob");
        int[] inside = golden.ints("output.pasted_binary");
        for (int i = 0; i < 4; i++) {
            float[] mask = MaskHead.probabilities(logits, i, labels[i]);
            float[] pasted = new float[128 * 96];
            MaskPaste.paste(mask, 28, boxes, i, 128, 96, (at, value) -> pasted[at] = value);
            for (int at = 0; at < pasted.length; at++) {
                float want = expected[i * pasted.length + at];
                assertEquals(want, pasted[at], 1e-4, "mask " + i + " at " + at);
                if (Math.abs(want - 0.5) > 1e-4) {
                    assertEquals(inside[i * pasted.length + at], pasted[at] >= 0.5 ? 1 : 0);
                }
            }
        }
    }

    private interface Build {
        void layers(Layers layers, List<Operand<TFloat32>> maps, Entry out);
    }

    private static Map<String, Tensor> run(Golden golden, String input, int count, Build build) {
        Map<String, Tensor> inputs = new TreeMap<>();
        for (int level = 0; level < count; level++) {
            inputs.put(
                    input + level, Goldens.channelsLast(golden.tensor("input." + input + level)));
        }
        try (Network network =
                Network.build(
                        input,
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            List<Operand<TFloat32>> maps = new ArrayList<>();
                            inputs.forEach(
                                    (name, map) ->
                                            maps.add(wiring.input(name, 1, -1, -1, map.size(3))));
                            build.layers(layers, maps, wiring.entry(Wiring.DEFAULT));
                        })) {
            return network.run(inputs);
        }
    }

    private static DetectionOptions options(boolean convolutional) {
        Proposals proposals = new Proposals(60, 24, 0.7);
        return new DetectionOptions(
                List.of("a", "b", "c"),
                convolutional,
                16,
                24,
                proposals,
                0.3,
                0.5,
                15,
                false,
                new DetectionOptions.Learning(256, 512, proposals));
    }

    private static void found(Golden golden, String form, Found found) {
        found(golden, form, found, 1e-2, 1e-4);
    }

    private static void found(
            Golden golden, String form, Found found, double pixels, double score) {
        Tensor dets = golden.tensor("output.dets" + form);
        assertArrayEquals(golden.ints("output.labels" + form), found.labels());
        assertClose("boxes", Goldens.columns(dets, 0, 4), found.boxes(), pixels, 0);
        assertClose("scores", Goldens.columns(dets, 4, 5), found.scores(), score, 0);
    }

    private static void close(Golden golden, String name, Tensor actual, double tolerance) {
        Tensor expected = Goldens.channelsLast(golden.tensor("output." + name));
        assertClose(name, expected, actual, tolerance, 0);
    }

    private static void rows(Golden golden, String name, Tensor actual) {
        Tensor expected = Goldens.channelsLast(golden.tensor("output." + name));
        assertClose(name, expected.toArray(), actual.toArray(), 2e-5, 0);
    }
}
