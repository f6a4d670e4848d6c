package io.metatransformer.head.pointsegmentation;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Losses;
import io.metatransformer.graph.Network;
import io.metatransformer.testkit.Golden;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Against the reference's own decoders, under the names of its checkpoints. */
class DecoderGoldenTest {
    private static final double TOLERANCE = 5e-6;
    private static final int D = 16;

    @Test
    void the_three_nearest_points_and_their_weights_are_those_of_the_reference() {
        Golden golden = golden("pc-three-interpolate");
        for (int b = 0; b < 2; b++) {
            float[] unknown = slice(golden, "input.unknown", b);
            NearestPoints known = new NearestPoints(slice(golden, "input.known", b));
            int[] expected = Arrays.copyOfRange(golden.ints("output.idx"), 90 * b, 90 * (b + 1));

            Interpolation found = Interpolation.of(known, unknown);

            assertArrayEquals(expected, found.points());
            float[] distances = new float[90];
            NearestPoints.Search search = known.new Search(3);
            for (int i = 0; i < 90; i++) {
                search.from(unknown, 3 * (i / 3));
                distances[i] = (float) Math.sqrt(search.squaredDistance(i % 3));
            }
            assertClose("distances", slice(golden, "output.dist", b), distances, 2e-6, 0);
            float[] features = slice(golden, "input.feats", b);
            float[] carried = new float[6 * 30];
            for (int c = 0; c < 6; c++) {
                for (int i = 0; i < 90; i++) {
                    carried[30 * c + i / 3] +=
                            found.weights()[i] * features[8 * c + found.points()[i]];
                }
            }
            assertClose("carried", slice(golden, "output.interpolated", b), carried, 2e-6, 0);
        }
    }

    @Test
    void rooms_are_decoded_as_the_reference_does() {
        check("pc-scene-seg-s3dis", Map.of("hidden", 12, "head_norm", "layer"), -1);
    }

    @Test
    void rooms_are_decoded_with_the_greatest_of_the_heads_own_input() {
        check("pc-scene-seg-scannet", Map.of("hidden", 96, "head_max", true), -1);
    }

    @Test
    void parts_are_decoded_knowing_the_shape() {
        Golden golden = golden("pc-part-seg");
        for (int b = 0; b < 2; b++) {
            Map<String, Object> config = new HashMap<>(Map.of("decoder", "part", "hidden", 14));
            config.put("shapes", names(16));
            check("pc-part-seg", config, golden.ints("input.shape_class")[b], b);
        }
    }

    private static void check(String file, Map<String, Object> config, int shape) {
        Map<String, Object> scene = new HashMap<>(config);
        scene.put("decoder", "scene");
        check(file, scene, shape, 0);
        check(file, scene, shape, 1);
    }

    private static void check(String file, Map<String, Object> config, int shape, int b) {
        Golden golden = golden(file);
        PointSegmentationHead head = new PointSegmentationHead();
        Map<String, Object> all = new HashMap<>(config);
        int K = golden.shape("output.logits")[1];
        all.put("labels", names(K));
        all.put("norm", false); // the golden tokens are normalised already
        var options = SegmentationOptions.from(Options.of(head.options(), all));
        Weights weights = head.adopt(golden.weights("weights."));
        weights.require(file, DecoderWeights.specs(options, D, 8, 7));

        float[] expected = transposed(slice(golden, "output.logits", b), K, 64);
        for (int run : new int[] {64, 25}) { // all points at once, and in three parts
            float[] logits = new float[64 * K];
            try (PointDecoder decoder = new PointDecoder(file, weights, options, D, run)) {
                decoder.logits(
                        cloud(golden, b, shape),
                        IntStream.range(0, 64).toArray(),
                        (from, some) -> some.data().get(logits, from * K, some.elements()));
            }
            assertClose(file + " " + b + " by " + run, expected, logits, TOLERANCE, 0);
        }
    }

    private static CloudFeatures cloud(Golden golden, int b, int shape) {
        float[] columns = transposed(slice(golden, "input.f2", b), D, 7);
        float[] places = slice(golden, "input.p1", b);
        float[] features = transposed(slice(golden, "input.f1", b), 8, 16);
        float[] level = new float[16 * 11];
        for (int i = 0; i < 16; i++) {
            System.arraycopy(places, 3 * i, level, 11 * i, 3);
            System.arraycopy(features, 8 * i, level, 11 * i + 3, 8);
        }
        return new CloudFeatures(
                D,
                Arrays.copyOfRange(columns, D, columns.length),
                Arrays.copyOf(columns, D),
                slice(golden, "input.p2", b),
                Tensor.of(level, 16, 11),
                Tensor.of(slice(golden, "input.p0", b), 64, 3),
                Tensor.of(transposed(slice(golden, "input.f0", b), 7, 64), 64, 7),
                shape);
    }

    @Test
    void the_loss_of_parts_is_that_of_the_reference() {
        Golden golden = golden("pc-part-seg");
        float[] logits = new float[128 * 50];
        float[] targets = new float[128 * 50];
        for (int b = 0; b < 2; b++) {
            float[] rows = transposed(slice(golden, "output.logits", b), 50, 64);
            System.arraycopy(rows, 0, logits, b * rows.length, rows.length);
        }
        int[] labels = golden.ints("input.labels");
        for (int i = 0; i < 128; i++) {
            targets[50 * i + labels[i]] = 1;
        }
        float[] ones = new float[128];
        Arrays.fill(ones, 1);

        try (Network network =
                Network.build(
                        "loss",
                        Weights.none(),
                        (layers, wiring) ->
                                wiring.output(
                                        "loss",
                                        new Losses(layers)
                                                .polyFocal(
                                                        wiring.input("logits", -1, 50),
                                                        wiring.input("targets", -1, 50),
                                                        wiring.input("weights", -1),
                                                        0.25f)))) {
            Map<String, Tensor> inputs =
                    Map.of(
                            "logits", Tensor.of(logits, 128, 50),
                            "targets", Tensor.of(targets, 128, 50),
                            "weights", Tensor.of(ones, 128));
            float loss = network.run(inputs).get("loss").data().get(0);

            float expected = golden.tensor("output.loss_poly1focal").data().get(0);
            assertClose("loss", new float[] {expected}, new float[] {loss}, 1e-6, 1e-5);
        }
    }

    private static Golden golden(String name) {
        return Golden.read(DecoderGoldenTest.class, "/golden/heads/" + name + ".safetensors");
    }

    private static float[] slice(Golden golden, String name, int b) {
        float[] all = golden.tensor(name).toArray();
        int size = all.length / 2;
        return Arrays.copyOfRange(all, b * size, (b + 1) * size);
    }

    /** {@code [columns, rows]} to {@code [rows, columns]}. */
    private static float[] transposed(float[] values, int columns, int rows) {
        float[] transposed = new float[values.length];
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < rows; r++) {
                transposed[r * columns + c] = values[c * rows + r];
            }
        }
        return transposed;
    }

    private static List<String> names(int count) {
        return IntStream.range(0, count).mapToObj(i -> "n" + i).toList();
    }
}
