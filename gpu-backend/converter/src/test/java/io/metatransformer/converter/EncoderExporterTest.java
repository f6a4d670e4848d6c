package io.metatransformer.converter;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Progress;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import io.metatransformer.graph.Activation;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderExporterTest {
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
    void every_form_of_a_batch_has_a_signature() {
        export(SMALL, ClosedForm.encoder(32, 2));

        try (Served served = new Served(folder())) {
            assertEquals(
                    Set.of(
                            "serving_default",
                            "serve",
                            "serve_positions",
                            "packed",
                            "packed_positions"),
                    served.keys());
        }
    }

    @Test
    void the_optimiser_fuses_all_that_it_can() {
        int depth = 3;
        export(EncoderConfig.plain(64, depth, 4), ClosedForm.encoder(64, depth));
        Tensor x = ClosedForm.tensor("input.x", 2, 5, 64);

        Map<String, Integer> counts;
        try (Served served = new Served(folder())) {
            counts = served.optimised(x, 5, 3);
        }

        assumeTrue(
                counts.keySet().stream().anyMatch(op -> op.startsWith("_Mkl")),
                "this TensorFlow runs without oneDNN");
        assertEquals(2 * depth, counts.get("_MklLayerNorm"), counts::toString);
        assertEquals(depth, counts.get("_MklNativeFusedMatMul+BiasAdd"), counts::toString);
        assertEquals(
                depth, counts.get("_MklNativeFusedMatMul+BiasAdd+GeluExact"), counts::toString);
        assertEquals(2 * depth, counts.get("_MklNativeFusedMatMul+BiasAdd+Add"), counts::toString);
        assertEquals(depth, counts.get("_MklSoftmax"), counts::toString);
        assertEquals(2 * depth, counts.get("_MklBatchMatMulV2"), counts::toString);
    }

    @Test
    void equal_encoders_have_one_fingerprint_and_any_change_gives_another() throws IOException {
        ClosedForm weights = ClosedForm.encoder(32, 2);
        Map<String, Tensor> shuffled = new LinkedHashMap<>();
        List<String> names = new ArrayList<>(weights.names());
        Collections.reverse(names);
        names.forEach(name -> shuffled.put(name, weights.get(name)));
        Map<String, Tensor> changed = new LinkedHashMap<>(shuffled);
        changed.put("1.mlp.fc2.bias", filled(0.5f, 32));

        String first = export(SMALL, weights);
        String same =
                EncoderExporter.export(
                        SMALL, Weights.of(shuffled), temp.resolve("b"), Progress.NONE);
        String other =
                EncoderExporter.export(
                        SMALL, Weights.of(changed), temp.resolve("c"), Progress.NONE);
        String fewerHeads =
                EncoderExporter.export(
                        EncoderConfig.plain(32, 2, 2), weights, temp.resolve("d"), Progress.NONE);

        assertTrue(first.matches("[0-9a-f]{64}"), first);
        assertEquals(first + "\n", Files.readString(folder().resolve("fingerprint")));
        assertEquals(first, same);
        assertNotEquals(first, other);
        assertNotEquals(first, fewerHeads);
    }

    @Test
    void every_tensor_that_is_missing_left_over_or_misshapen_is_listed() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        ClosedForm all = ClosedForm.encoder(32, 2);
        all.names().forEach(name -> tensors.put(name, all.get(name)));
        tensors.remove("0.norm1.bias");
        tensors.put("1.attn.qkv.bias", filled(0, 95));
        tensors.put("2.norm1.weight", filled(0, 32));

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> export(SMALL, Weights.of(tensors)));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        for (String name : List.of("0.norm1.bias", "1.attn.qkv.bias", "2.norm1.weight")) {
            assertTrue(refusal.getMessage().contains(name), refusal.getMessage());
        }
        assertNothingLeft();
    }

    @Test
    void what_fails_half_way_leaves_nothing_behind() throws IOException {
        ClosedForm good = ClosedForm.encoder(32, 2);
        Weights failing =
                new Weights() {
                    @Override
                    public Set<String> names() {
                        return good.names();
                    }

                    @Override
                    public int[] shape(String name) {
                        return good.shape(name);
                    }

                    @Override
                    public Tensor get(String name) {
                        if (name.equals("1.norm2.weight")) {
                            throw new MetaTransformerException(ErrorCode.CORRUPT, "checksum");
                        }
                        return good.get(name);
                    }
                };

        var refusal = assertThrows(MetaTransformerException.class, () -> export(SMALL, failing));

        assertEquals(ErrorCode.CORRUPT, refusal.code());
        assertNothingLeft();
    }

    @Test
    void a_folder_that_exists_is_left_alone() throws IOException {
        Files.createDirectory(folder());

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> export(SMALL, ClosedForm.encoder(32, 2)));

        assertEquals(ErrorCode.CONFLICT, refusal.code());
        try (Stream<Path> inside = Files.list(folder())) {
            assertFalse(inside.findAny().isPresent());
        }
    }

    @Test
    void sizes_that_no_encoder_has_are_refused() {
        for (int[] size : new int[][] {{0, 2, 1}, {32, 0, 4}, {32, 2, 5}, {32, 2, 0}}) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> EncoderConfig.plain(size[0], size[1], size[2]));
            assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        }
    }

    private Path folder() {
        return temp.resolve("encoder");
    }

    private String export(EncoderConfig config, Weights weights) {
        return EncoderExporter.export(config, weights, folder(), Progress.NONE);
    }

    private void assertNothingLeft() throws IOException {
        try (Stream<Path> left = Files.list(temp)) {
            assertEquals(List.of(), left.toList());
        }
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
