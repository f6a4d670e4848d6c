package io.metatransformer.converter;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Activation;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.Golden;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an exported encoder computes, called by the names of its signatures as any user of it would. */
class ExportedEncoderTest {
    private static final double TOLERANCE = 2e-5;

    private static final EncoderConfig SMALL = EncoderConfig.plain(32, 2, 4);

    @TempDir Path temp;

    @Test
    void a_reloaded_encoder_gives_the_reference_for_any_batch_and_length() {
        Golden golden = Golden.encoder("encoder-tiny");
        export(EncoderConfig.plain(64, 2, 4), golden.weights("weights."));

        try (Served served = new Served(folder())) {
            for (String shape : List.of("b1_n1", "b2_n5", "b3_n17", "b2_n50")) {
                Tensor x = golden.tensor("input.x_" + shape);

                Tensor y = served.features("serve", x, full(x));

                assertClose(shape, golden.doubles("output64.y_" + shape), y, TOLERANCE, 0);
                assertEquals(y, served.features("serving_default", x, full(x)));
            }
        }
    }

    @Test
    void padding_changes_nothing_whatever_stands_in_it_and_stays_finite() {
        Golden golden = Golden.encoder("encoder-masked");
        export(SMALL, golden.weights("weights."));
        float[] x = golden.tensor("input.right_padded.x").toArray();
        int[] lengths = {7, 12, 3, 1};
        for (int b = 0; b < 4; b++) {
            for (int i = (b * 12 + lengths[b]) * 32; i < (b + 1) * 12 * 32; i++) {
                x[i] = i % 3 == 0 ? Float.NaN : 1e30f;
            }
        }

        Tensor y;
        try (Served served = new Served(folder())) {
            y = served.features("serve", Tensor.of(x, 4, 12, 32), lengths);
        }

        for (int b = 0; b < 4; b++) {
            Tensor own = Tensor.of(y.data().slice(b * 12 * 32, lengths[b] * 32), lengths[b], 32);
            assertClose(
                    "sequence " + b,
                    golden.doubles("output64.right_padded.seq" + b),
                    own,
                    TOLERANCE,
                    0);
        }
        for (float value : y.toArray()) {
            assertTrue(Float.isFinite(value));
        }
    }

    @Test
    void positions_are_added_before_every_block_and_the_final_norm_comes_after() {
        Golden golden = Golden.encoder("encoder-pos-norm-pool");
        EncoderConfig config =
                new EncoderConfig(
                        32,
                        2,
                        4,
                        128,
                        1e-5,
                        Activation.GELU,
                        true,
                        false,
                        OptionalDouble.empty(),
                        OptionalDouble.of(1e-6));
        export(config, blocksAndNorm(golden));
        Tensor tokens =
                withFirst(golden.tensor("weights.cls_token"), golden.tensor("input.tokens"));
        Tensor positions = withFirst(golden.tensor("weights.cls_pos"), golden.tensor("input.pos"));

        try (Served served = new Served(folder())) {
            Tensor every =
                    served.features("serve_positions_final_norm", tokens, positions, full(tokens));
            Tensor once = served.features("serve_final_norm", sum(tokens, positions), full(tokens));

            assertClose(
                    "before every block",
                    golden.doubles("output64.tokens_pos_each_block"),
                    every,
                    TOLERANCE,
                    0);
            assertClose("once", golden.doubles("output64.tokens_pos_once"), once, TOLERANCE, 0);
        }
    }

    @Test
    void a_first_norm_stands_before_the_blocks_and_biases_may_be_missing() {
        EncoderConfig plain = EncoderConfig.plain(32, 2, 4);
        EncoderConfig bare =
                new EncoderConfig(
                        32,
                        2,
                        4,
                        128,
                        1e-5,
                        Activation.GELU,
                        false,
                        false,
                        OptionalDouble.of(1e-5),
                        OptionalDouble.empty());
        Golden golden = Golden.encoder("encoder-masked");
        Weights weights = golden.weights("weights.");
        Map<String, Tensor> withNorm = new LinkedHashMap<>();
        Map<String, Tensor> zeroBias = new LinkedHashMap<>();
        for (String name : weights.names()) {
            boolean bias = name.endsWith("qkv.bias");
            zeroBias.put(name, bias ? Tensor.of(new float[96], 96) : weights.get(name));
            if (!bias) {
                withNorm.put(name, weights.get(name));
            }
        }
        withNorm.put("first_norm.weight", filled(1, 32));
        withNorm.put("first_norm.bias", filled(0, 32));
        Tensor x = golden.tensor("input.scattered.x");

        Path plainFolder = temp.resolve("plain");
        EncoderExporter.export(plain, Weights.of(zeroBias), plainFolder, Progress.NONE);
        export(bare, Weights.of(withNorm));

        try (Served normed = new Served(folder());
                Served reference = new Served(plainFolder)) {
            Tensor expected = reference.features("serve", normalised(x), full(x));
            Tensor actual = normed.features("serve", x, full(x));
            assertClose("first norm", expected, actual, TOLERANCE, 0);
        }
    }

    @Test
    void the_optimiser_fuses_all_that_it_can_in_either_form_of_a_batch() {
        int depth = 3;
        export(EncoderConfig.plain(64, depth, 4), ClosedForm.encoder(64, depth));
        Tensor padded = ClosedForm.tensor("input.x", 2, 5, 64);
        Tensor packed = ClosedForm.tensor("input.x", 10, 64);

        Map<String, Integer> serve;
        Map<String, Integer> rows;
        try (Served served = new Served(folder())) {
            serve = served.optimised("serve", padded, 5, 3);
            rows = served.optimisedPacked("packed", packed, 5);
        }

        assumeTrue(
                serve.keySet().stream().anyMatch(op -> op.startsWith("_Mkl")),
                "this TensorFlow runs without oneDNN");
        for (Map<String, Integer> counts : List.of(serve, rows)) {
            assertEquals(2 * depth, counts.get("_MklLayerNorm"), counts::toString);
            assertEquals(depth, counts.get("_MklNativeFusedMatMul+BiasAdd"), counts::toString);
            assertEquals(
                    depth, counts.get("_MklNativeFusedMatMul+BiasAdd+GeluExact"), counts::toString);
            assertEquals(
                    2 * depth, counts.get("_MklNativeFusedMatMul+BiasAdd+Add"), counts::toString);
            assertEquals(depth, counts.get("_MklSoftmax"), counts::toString);
            assertEquals(2 * depth, counts.get("_MklBatchMatMulV2"), counts::toString);
        }
    }

    private Path folder() {
        return temp.resolve("encoder");
    }

    private String export(EncoderConfig config, Weights weights) {
        return EncoderExporter.export(config, weights, folder(), Progress.NONE);
    }

    private static int[] full(Tensor x) {
        int[] lengths = new int[x.size(0)];
        Arrays.fill(lengths, x.size(1));
        return lengths;
    }

    private static Weights blocksAndNorm(Golden golden) {
        return golden.weights("weights.")
                .renamed(
                        name -> {
                            if (name.startsWith("blocks.")) {
                                return Optional.of(name.substring("blocks.".length()));
                            }
                            return name.startsWith("norm.")
                                    ? Optional.of("final_" + name)
                                    : Optional.empty();
                        });
    }

    /** first [D] or [1, 1, D], before every item of rest [B, N, D]. */
    private static Tensor withFirst(Tensor first, Tensor rest) {
        int B = rest.size(0);
        int N = rest.size(1);
        int D = rest.size(2);
        FloatBuffer all = Tensor.allocate(B * (N + 1) * D);
        for (int b = 0; b < B; b++) {
            all.put(first.data());
            all.put(rest.data().slice(b * N * D, N * D));
        }
        return Tensor.of(all.flip(), B, N + 1, D);
    }

    private static Tensor sum(Tensor one, Tensor other) {
        float[] values = one.toArray();
        for (int i = 0; i < values.length; i++) {
            values[i] += other.data().get(i);
        }
        return Tensor.of(values, one.shape());
    }

    private static Tensor filled(float value, int size) {
        float[] values = new float[size];
        Arrays.fill(values, value);
        return Tensor.of(values, size);
    }

    /** Each row less its mean, over its deviation. */
    private static Tensor normalised(Tensor x) {
        int D = x.size(2);
        float[] values = x.toArray();
        for (int from = 0; from < values.length; from += D) {
            double mean = 0;
            for (int d = 0; d < D; d++) {
                mean += values[from + d] / (double) D;
            }
            double variance = 0;
            for (int d = 0; d < D; d++) {
                variance += (values[from + d] - mean) * (values[from + d] - mean) / D;
            }
            for (int d = 0; d < D; d++) {
                values[from + d] = (float) ((values[from + d] - mean) / Math.sqrt(variance + 1e-5));
            }
        }
        return Tensor.of(values, x.shape());
    }
}
