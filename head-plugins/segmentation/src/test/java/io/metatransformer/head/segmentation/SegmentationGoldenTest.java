package io.metatransformer.head.segmentation;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Features;
import io.metatransformer.api.HeadSession;
import io.metatransformer.api.Layout;
import io.metatransformer.api.Modality;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Target;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Layers;
import io.metatransformer.graph.Network;
import io.metatransformer.graph.Wiring;
import io.metatransformer.testkit.Golden;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

class SegmentationGoldenTest {
    private static final double TOLERANCE = 5e-6;
    private static final List<String> FIVE = List.of("a", "b", "c", "d", "e");

    @Test
    void the_linear_decoder_scores_tokens_and_pixels_as_the_reference() {
        Golden golden = golden("seg-linear-grid");
        Weights weights = golden.weights("weights.");
        List<?> sides = (List<?>) golden.json("grid_hw");
        int rows = ((Number) sides.get(0)).intValue();
        int columns = ((Number) sides.get(1)).intValue();
        int height = rows * golden.integer("patch");
        int width = columns * golden.integer("patch");
        GridFrame frame = new GridFrame(rows, columns, width, height, 0, 0, width, height);
        Tensor tokens = golden.tensor("input.tokens").reshape(2, rows, columns, 16);

        Tensor scores = scores(new LinearDecoder(5), weights, tokens);

        assertClose(
                "grid",
                golden.doubles("output.grid_logits"),
                scores.reshape(2, rows * columns, 5),
                TOLERANCE,
                0);
        double[] pixelScores = golden.doubles("output.pixel_logits");
        int[] labels = golden.ints("output.labels");
        for (int b = 0; b < 2; b++) {
            PixelClasses pixels = pixels(frame, scores, b);
            int from = b * height * width;
            float[] channelsFirst = new float[5 * height * width];
            float[] one = new float[5];
            for (int i = 0; i < height * width; i++) {
                pixels.blend(i / width, i % width, one);
                for (int k = 0; k < 5; k++) {
                    channelsFirst[k * height * width + i] = one[k];
                }
            }
            assertClose(
                    "pixels of " + b,
                    Arrays.copyOfRange(pixelScores, 5 * from, 5 * (from + height * width)),
                    Tensor.of(channelsFirst, channelsFirst.length),
                    TOLERANCE,
                    0);
            assertArrayEquals(
                    Arrays.copyOfRange(labels, from, from + height * width),
                    ints(pixels.classes(false)));
        }
    }

    @Test
    void a_session_answers_the_labels_of_the_reference() {
        Golden golden = golden("seg-linear-grid");
        SegmentationHead head = new SegmentationHead();
        Weights weights = head.adopt(golden.weights("weights."));
        ModelPart part = ModelPart.of("heads/land", 16, Map.of("labels", FIVE), weights);
        Segment segment =
                new Segment(
                        Modality.IMAGE,
                        0,
                        0,
                        new Layout.Grid(5, 7),
                        Origin.named("land").with(Origin.WIDTH, 56).with(Origin.HEIGHT, 40));
        Tensor tokens = Tensor.of(golden.tensor("input.tokens").data().slice(0, 35 * 16), 35, 16);

        try (HeadSession session = head.open(part)) {
            Prediction answer = session.predict(Features.of(tokens, List.of(segment)));

            Prediction.Mask mask = (Prediction.Mask) answer;
            assertEquals(FIVE, mask.labels());
            assertArrayEquals(
                    Arrays.copyOf(golden.ints("output.labels"), 40 * 56), ints(mask.classes()));
        }
    }

    @Test
    void the_convolutional_decoder_scores_as_the_reference_and_has_its_loss() {
        Golden golden = golden("seg-fcn");
        Weights weights = new SegmentationHead().adopt(golden.weights("weights."));
        FcnDecoder decoder = new FcnDecoder(5, 8);
        Tensor tokens = channelsLast(golden, "input.f2");

        Tensor scores = scores(decoder, weights, tokens);

        assertClose(
                "scores",
                channelsLast(golden.doubles("output.logits"), 2, 5, 4, 6),
                scores,
                TOLERANCE,
                0);
        int[] labels = golden.ints("input.label");
        assertEquals(
                golden.doubles("output.loss")[0],
                golden.number("loss_weight") * loss(decoder, weights, tokens, labels),
                TOLERANCE);
        assertEquals(
                golden.doubles("output.acc")[0], percentRight(scores, labels), 100 * TOLERANCE);
    }

    /** Ignored pixels count as wrong, as in the reference's log. */
    private static double percentRight(Tensor scores, int[] labels) {
        GridFrame frame = new GridFrame(4, 6, 24, 16, 0, 0, 24, 16);
        int right = 0;
        for (int b = 0; b < 2; b++) {
            int[] answers = ints(pixels(frame, scores, b).classes(false));
            for (int i = 0; i < answers.length; i++) {
                right += answers[i] == labels[b * answers.length + i] ? 1 : 0;
            }
        }
        return 100.0 * right / labels.length;
    }

    private static float loss(FcnDecoder decoder, Weights weights, Tensor tokens, int[] labels) {
        SegmentationOptions options =
                SegmentationOptions.from(
                        Options.of(
                                SegmentationOptions.declared(),
                                Map.of(
                                        "labels",
                                        FIVE,
                                        "decoder",
                                        "fcn",
                                        "channels",
                                        8,
                                        "loss_scale",
                                        4,
                                        "dropout",
                                        0)));
        assertEquals(decoder, options.decoder());
        MaskLoss loss = new MaskLoss(options, 16, 0);
        GridFrame frame = new GridFrame(4, 6, 24, 16, 0, 0, 24, 16);
        List<TokenGrid> grids = new ArrayList<>();
        List<CellShares> answers = new ArrayList<>();
        for (int b = 0; b < 2; b++) {
            FloatBuffer own = tokens.data().slice(b * 24 * 16, 24 * 16);
            grids.add(new TokenGrid(frame, Tensor.of(own, 4, 6, 16)));
            float[] classes = new float[16 * 24];
            for (int i = 0; i < classes.length; i++) {
                int label = labels[b * classes.length + i];
                classes[i] = label == 255 ? Target.IGNORED : label;
            }
            Target.Mask mask = new Target.Mask(Tensor.of(classes, 16, 24), FIVE);
            answers.add(loss.shares(mask, frame));
        }
        try (Network network = Network.build("loss", weights, loss.recipe())) {
            return network.run(loss.batch(grids, answers, new float[] {1, 1}))
                    .get("loss")
                    .data()
                    .get(0);
        }
    }

    @Test
    void upernet_scores_four_maps_as_the_reference() {
        Golden golden = golden("seg-upernet");
        Weights weights = new SegmentationHead().adopt(golden.weights("weights."));

        Tensor scores;
        try (Network network = Network.build("upernet", weights, SegmentationGoldenTest::upernet)) {
            scores =
                    network.run(
                                    Map.of(
                                            "f0", channelsLast(golden, "input.f0"),
                                            "f1", channelsLast(golden, "input.f1"),
                                            "f2", channelsLast(golden, "input.f2"),
                                            "f3", channelsLast(golden, "input.f3")))
                            .get("scores");
        }

        assertClose(
                "scores",
                channelsLast(golden.doubles("output.logits"), 2, 5, 16, 24),
                scores,
                TOLERANCE,
                0);
        int[] labels = golden.ints("output.labels_x4");
        GridFrame frame = new GridFrame(4, 6, 96, 64, 0, 0, 96, 64);
        for (int b = 0; b < 2; b++) {
            PixelClasses pixels = pixels(frame, scores, b);
            int[] answers = ints(pixels.classes(false));
            for (int i = 0; i < answers.length; i++) {
                int label = labels[b * answers.length + i];
                if (answers[i] != label) { // the file says that near ties may differ
                    float[] both = new float[5];
                    pixels.blend(i / 96, i % 96, both);
                    assertTrue(Math.abs(both[answers[i]] - both[label]) < 1e-4f, "pixel " + i);
                }
            }
        }
    }

    private static void upernet(Layers layers, Wiring wiring) {
        List<Operand<TFloat32>> pyramid = new ArrayList<>();
        for (int level = 0; level < 4; level++) {
            pyramid.add(wiring.input("f" + level, -1, -1, -1, 16));
        }
        wiring.output("scores", UperNetDecoder.scores(layers, pyramid, 0));
    }

    private static Tensor scores(Decoder decoder, Weights weights, Tensor tokens) {
        int D = tokens.size(3);
        try (Network network =
                Network.build(
                        "decoder",
                        weights,
                        (layers, wiring) ->
                                wiring.output(
                                        "scores",
                                        decoder.scores(
                                                layers, wiring.input("grid", -1, -1, -1, D), 0)))) {
            return network.run(tokens);
        }
    }

    private static PixelClasses pixels(GridFrame frame, Tensor scores, int b) {
        int h = scores.size(1);
        int w = scores.size(2);
        int K = scores.size(3);
        float[] all = scores.toArray();
        float[] own = Arrays.copyOfRange(all, b * h * w * K, (b + 1) * h * w * K);
        return new PixelClasses("golden", frame, own, h, w, K);
    }

    private static Tensor channelsLast(Golden golden, String name) {
        int[] shape = golden.shape(name);
        double[] values = channelsLast(golden.doubles(name), shape);
        float[] narrow = new float[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) values[i];
        }
        return Tensor.of(narrow, shape[0], shape[2], shape[3], shape[1]);
    }

    /** {@code [B, C, h, w]} to {@code [B, h, w, C]}. */
    private static double[] channelsLast(double[] values, int... shape) {
        int C = shape[1];
        int places = shape[2] * shape[3];
        double[] moved = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            int b = i / places / C;
            moved[(b * places + i % places) * C + i / places % C] = values[i];
        }
        return moved;
    }

    private static int[] ints(Tensor classes) {
        float[] values = classes.toArray();
        int[] ints = new int[values.length];
        for (int i = 0; i < ints.length; i++) {
            ints[i] = (int) values[i];
        }
        return ints;
    }

    private static Golden golden(String name) {
        return Golden.read(SegmentationGoldenTest.class, "/golden/heads/" + name + ".safetensors");
    }
}
