package io.metatransformer.graph;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.testkit.Golden;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.Operand;
import org.tensorflow.types.TFloat32;

/** Blocks against the reference's own, at the tolerance that tells float32 from every known mistake. */
class BlockGoldenTest {
    private static final double TOLERANCE = 2e-5;

    @ParameterizedTest
    @ValueSource(strings = {"b1_n1", "b2_n5", "b3_n17", "b2_n50"})
    void two_blocks_give_the_reference_for_any_batch_and_length(String shape) {
        Golden golden = Golden.encoder("encoder-tiny");
        Weights weights = golden.weights("weights.");

        Tensor y = blocks(weights, 2, exact(4, 1e-5f), golden.tensor("input.x_" + shape));

        assertClose(shape, golden.doubles("output64.y_" + shape), y, TOLERANCE, 0);
    }

    @Test
    void each_block_gives_what_the_reference_has_between_them() {
        Golden golden = Golden.encoder("encoder-trace");

        Tensor first =
                blocks(golden.weights("weights."), 1, exact(4, 1e-5f), golden.tensor("input.x"));
        Tensor second =
                blocks(golden.weights("weights."), 2, exact(4, 1e-5f), golden.tensor("input.x"));

        assertClose("block 0", doubles(golden.tensor("output.block0.out")), first, TOLERANCE, 0);
        assertClose("block 1", doubles(golden.tensor("output.block1.out")), second, TOLERANCE, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e-5", "1e-6"})
    void eps_is_honoured_where_tokens_hardly_vary(String eps) {
        Golden golden = Golden.encoder("encoder-eps");

        Tensor y =
                blocks(
                        golden.weights("weights."),
                        2,
                        exact(4, Float.parseFloat(eps)),
                        golden.tensor("input.x"));

        assertClose(eps, golden.doubles("output64.eps" + eps), y, TOLERANCE, 0);
    }

    @Test
    void layer_scale_is_used_where_the_weights_have_it() {
        Golden golden = Golden.encoder("encoder-layerscale-timm");

        Tensor y = blocks(golden.weights("weights."), 2, exact(4, 1e-5f), golden.tensor("input.x"));

        assertClose("layer scale", golden.doubles("output64.y"), y, TOLERANCE, 0);
    }

    @Test
    void a_renamed_checkpoint_gives_the_same_block() {
        Golden golden = Golden.encoder("encoder-openclip-keys");
        Weights weights = clip(golden.weights("weights.visual.transformer.resblocks."));

        Tensor y = blocks(weights, 2, exact(4, 1e-5f), golden.tensor("input.x"));

        assertClose("open_clip", golden.doubles("output64.y"), y, TOLERANCE, 0);
    }

    @Test
    void quick_gelu_gives_the_first_release_of_clip() {
        Golden golden = Golden.encoder("encoder-layouts");
        Weights weights = clip(golden.weights("weights.openai_clip.visual.transformer.resblocks."));
        Block block = new Block(2, 1e-5f, Activation.QUICK_GELU);

        Tensor y = blocks(weights, 2, block, golden.tensor("input.x"));

        assertClose("openai_clip", golden.doubles("output64.openai_clip"), y, TOLERANCE, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"right_padded", "scattered"})
    void a_masked_batch_gives_each_sequence_what_it_gives_alone(String kind) {
        Golden golden = Golden.encoder("encoder-masked");
        Tensor x = golden.tensor("input." + kind + ".x");
        long[] valid = golden.longs("input." + kind + ".valid");
        int B = x.size(0);
        int T = x.size(1);
        int D = x.size(2);
        float[] mask = new float[B * T];
        for (int i = 0; i < mask.length; i++) {
            mask[i] = valid[i];
        }

        Tensor y;
        try (Network network =
                Network.build(
                        "masked",
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            var tokens = wiring.input("tokens", -1, -1, D);
                            var places = wiring.integers("valid", -1, -1);
                            var isValid =
                                    layers.tf().math.notEqual(places, layers.tf().constant(0));
                            var sequences = Sequences.masked(layers, tokens, isValid);
                            wiring.output(
                                    "rows",
                                    stack(layers, sequences, tokens, D, 2, exact(4, 1e-5f)));
                        })) {
            y = network.run(Map.of("tokens", x, "valid", Tensor.of(mask, B, T))).get("rows");
        }

        for (int b = 0; b < B; b++) {
            Tensor kept = rowsWhere(valid, b * T, T, y, D);
            assertClose(
                    "sequence " + b,
                    golden.doubles("output64." + kind + ".seq" + b),
                    kept,
                    TOLERANCE,
                    0);
        }
        for (float value : y.toArray()) {
            assertTrue(Float.isFinite(value), "padding must stay finite");
        }
    }

    @Test
    void a_packed_batch_gives_each_sequence_what_it_gives_alone() {
        Golden golden = Golden.encoder("encoder-masked");
        Tensor x = golden.tensor("input.right_padded.x");
        int[] lengths = {7, 12, 3, 1};
        int T = 12;
        int D = 32;
        FloatBuffer rows = Tensor.allocate(23 * D);
        float[] rowOfPlace = new float[4 * T];
        float[] placeOfRow = new float[23];
        int row = 0;
        for (int b = 0; b < 4; b++) {
            for (int t = 0; t < lengths[b]; t++) {
                rows.put(x.data().slice((b * T + t) * D, D));
                rowOfPlace[b * T + t] = row;
                placeOfRow[row++] = b * T + t;
            }
        }

        Tensor y;
        try (Network network =
                Network.build(
                        "packed",
                        golden.weights("weights."),
                        (layers, wiring) -> {
                            var tokens = wiring.input("rows", -1, D);
                            var sequences =
                                    Sequences.packed(
                                            layers,
                                            wiring.integers("row_of_place", -1, -1),
                                            wiring.integers("place_of_row", -1),
                                            wiring.integers("lengths", -1));
                            wiring.output(
                                    "rows",
                                    stack(layers, sequences, tokens, D, 2, exact(4, 1e-5f)));
                        })) {
            y =
                    network.run(
                                    Map.of(
                                            "rows",
                                            Tensor.of(rows.flip(), 23, D),
                                            "row_of_place",
                                            Tensor.of(rowOfPlace, 4, T),
                                            "place_of_row",
                                            Tensor.of(placeOfRow, 23),
                                            "lengths",
                                            Tensor.of(new float[] {7, 12, 3, 1}, 4)))
                            .get("rows");
        }

        int from = 0;
        for (int b = 0; b < 4; b++) {
            Tensor own = Tensor.of(y.data().slice(from * D, lengths[b] * D), lengths[b], D);
            assertClose(
                    "sequence " + b,
                    golden.doubles("output64.right_padded.seq" + b),
                    own,
                    TOLERANCE,
                    0);
            from += lengths[b];
        }
    }

    private static Block exact(int heads, float eps) {
        return new Block(heads, eps, Activation.GELU);
    }

    @Test
    void read_from_left_to_right_a_token_is_what_the_text_up_to_it_makes_of_it() {
        Golden golden = Golden.encoder("encoder-tiny");
        Weights weights = golden.weights("weights.");
        int D = golden.shape("input.x_b2_n5")[2];
        float[] batch = golden.tensor("input.x_b2_n5").toArray();
        Tensor x = Tensor.of(Arrays.copyOf(batch, 5 * D), 1, 5, D);

        try (Network network =
                Network.build(
                        "causal",
                        weights,
                        (layers, wiring) -> {
                            var tokens = wiring.input("tokens", -1, -1, D);
                            var sequences = Sequences.causal(layers, tokens);
                            wiring.output(
                                    "rows",
                                    stack(layers, sequences, tokens, D, 2, exact(4, 1e-5f)));
                        })) {
            float[] whole = network.run(x).toArray();

            for (int n = 1; n <= 5; n++) {
                float[] up = Arrays.copyOf(x.toArray(), n * D);
                float[] alone = network.run(Tensor.of(up, 1, n, D)).toArray();
                assertClose(
                        n + " tokens",
                        Arrays.copyOfRange(whole, (n - 1) * D, n * D),
                        Arrays.copyOfRange(alone, (n - 1) * D, n * D),
                        1e-5,
                        0);
            }
            float[] first = Arrays.copyOf(whole, D);
            Tensor seesItselfAlone = blocks(weights, 2, exact(4, 1e-5f), firstToken(x));
            assertClose("token 0", first, seesItselfAlone.toArray(), 1e-5, 0);
        }
    }

    private static Tensor firstToken(Tensor x) {
        return Tensor.of(Arrays.copyOf(x.toArray(), x.size(2)), 1, 1, x.size(2));
    }

    private static Tensor blocks(Weights weights, int depth, Block block, Tensor x) {
        int D = x.size(2);
        try (Network network =
                Network.build(
                        "blocks",
                        weights,
                        (layers, wiring) -> {
                            var tokens = wiring.input("tokens", -1, -1, D);
                            var sequences = Sequences.equal(layers, tokens);
                            wiring.output(
                                    "rows", stack(layers, sequences, tokens, D, depth, block));
                        })) {
            return network.run(x);
        }
    }

    private static Operand<TFloat32> stack(
            Layers layers,
            Sequences sequences,
            Operand<TFloat32> tokens,
            int D,
            int depth,
            Block block) {
        Operand<TFloat32> rows =
                layers.tf().reshape(tokens, layers.tf().constant(new int[] {-1, D}));
        for (int i = 0; i < depth; i++) {
            rows = layers.block(rows, sequences, Integer.toString(i), block);
        }
        return rows;
    }

    private static Weights clip(Weights weights) {
        return weights.renamed(
                name ->
                        Optional.of(
                                name.replace("ln_", "norm")
                                        .replace("in_proj_", "qkv.")
                                        .replace("out_proj", "proj")
                                        .replace("c_fc", "fc1")
                                        .replace("c_proj", "fc2")));
    }

    private static Tensor rowsWhere(long[] valid, int from, int T, Tensor y, int D) {
        FloatBuffer kept = Tensor.allocate(T * D);
        for (int t = 0; t < T; t++) {
            if (valid[from + t] != 0) {
                kept.put(y.data().slice((from + t) * D, D));
            }
        }
        kept.flip();
        return Tensor.of(kept, kept.remaining() / D, D);
    }

    private static double[] doubles(Tensor tensor) {
        double[] values = new double[tensor.elements()];
        for (int i = 0; i < values.length; i++) {
            values[i] = tensor.data().get(i);
        }
        return values;
    }
}
