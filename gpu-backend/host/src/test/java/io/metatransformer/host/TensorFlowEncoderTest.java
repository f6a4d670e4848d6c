package io.metatransformer.host;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.graph.Activation;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.Golden;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TensorFlowEncoderTest {
    private static final double TOLERANCE = 2e-5;

    @TempDir Path temp;

    @Test
    void a_ragged_batch_gives_the_reference_of_each_item_alone() {
        Golden golden = Golden.encoder("encoder-masked");
        ModelPart part =
                Exported.part(temp, EncoderConfig.plain(32, 2, 4), golden.weights("weights."));
        Tensor padded = golden.tensor("input.right_padded.x");
        int[] lengths = {7, 12, 3, 1};
        List<TokenSequence> batch = new ArrayList<>();
        for (int b = 0; b < lengths.length; b++) {
            batch.add(
                    AnotherJvm.sequence(
                            Tensor.of(
                                    padded.data().slice(b * 12 * 32, lengths[b] * 32),
                                    lengths[b],
                                    32)));
        }

        List<Features> features;
        try (EncoderSession session = new TensorFlowEncoder().open(part)) {
            features = session.encode(batch);
        }

        for (int b = 0; b < lengths.length; b++) {
            assertClose(
                    "item " + b,
                    golden.doubles("output64.right_padded.seq" + b),
                    features.get(b).values(),
                    TOLERANCE,
                    0);
        }
    }

    @Test
    void positions_come_before_every_block_and_the_models_final_norm_after() {
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
        ModelPart part = Exported.part(temp, config, blocksAndNorm(golden));
        List<TokenSequence> batch = new ArrayList<>();
        for (int b = 0; b < 2; b++) {
            Tensor tokens = item(golden, "cls_token", "tokens", b);
            batch.add(AnotherJvm.sequence(tokens).withPositions(item(golden, "cls_pos", "pos", b)));
        }

        Tensor together;
        try (EncoderSession session = new TensorFlowEncoder().open(part)) {
            together = joined(session.encode(batch));
        }
        ModelPart without =
                Exported.at(part.folder().orElseThrow(), 32, Map.of("final_norm", false));
        Tensor unnormed;
        try (EncoderSession session = new TensorFlowEncoder().open(without)) {
            unnormed = joined(session.encode(batch));
        }

        double[] truth = golden.doubles("output64.tokens_pos_each_block");
        assertClose("normed", truth, together, TOLERANCE, 0);
        assertThrows(
                AssertionError.class,
                () -> assertClose("not normed", truth, unnormed, TOLERANCE, 0));
    }

    @Test
    void a_batch_past_what_one_run_may_hold_is_run_in_parts_with_equal_results() {
        ModelPart whole = small(Map.of());
        Map<String, Object> few = Map.of("batch_tokens", 20, "batch_scores", 200);
        ModelPart parts = Exported.at(whole.folder().orElseThrow(), 32, few);
        List<TokenSequence> batch = new ArrayList<>();
        for (int length : new int[] {3, 30, 1, 12, 7, 7, 19, 2}) {
            Tensor tokens = ClosedForm.tensor("input." + batch.size(), length, 32);
            batch.add(AnotherJvm.sequence(tokens));
        }

        try (EncoderSession one = new TensorFlowEncoder().open(whole);
                EncoderSession many = new TensorFlowEncoder().open(parts)) {
            List<Features> expected = one.encode(batch);
            List<Features> actual = many.encode(batch);

            for (int i = 0; i < batch.size(); i++) {
                assertClose("item " + i, expected.get(i).values(), actual.get(i).values(), 1e-5, 0);
            }
        }
    }

    @Test
    void a_model_of_another_width_is_refused_with_both_widths() {
        ModelPart part = small(Map.of());

        var refusal = refused(Exported.at(part.folder().orElseThrow(), 64, Map.of()));

        assertTrue(refusal.getMessage().contains("[-1, 32], the model's width is 64"));
    }

    @Test
    void a_damaged_or_incomplete_model_is_refused_without_its_path() throws IOException {
        ModelPart part = small(Map.of());
        Path folder = part.folder().orElseThrow();
        Path data = folder.resolve("variables/variables.data-00000-of-00001");
        byte[] whole = Files.readAllBytes(data);

        try (RandomAccessFile file = new RandomAccessFile(data.toFile(), "rw")) {
            file.setLength(whole.length / 2);
        }
        refused(part);
        byte[] flipped = whole.clone();
        flipped[flipped.length / 2] ^= 0x40;
        Files.write(data, flipped);
        refused(part);
        Files.delete(data);
        refused(part);
        Files.write(data, whole);
        new TensorFlowEncoder().open(part).close();
        Path graph = folder.resolve("saved_model.pb");
        Files.write(graph, new byte[] {1, 2, 3});
        refused(part);
    }

    @Test
    void tokens_that_overflow_inside_the_encoder_are_told_by_item() {
        try (EncoderSession session = new TensorFlowEncoder().open(small(Map.of()))) {
            float[] huge = new float[2 * 32];
            Arrays.fill(huge, 3e38f);
            huge[3] = -3e38f;
            TokenSequence good = AnotherJvm.sequence(ClosedForm.tensor("input.x", 5, 32));
            TokenSequence bad = AnotherJvm.sequence(Tensor.of(huge, 2, 32));

            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> session.encode(List.of(good, bad)));

            assertEquals(ErrorCode.NON_FINITE_OUTPUT, refusal.code());
            assertTrue(refusal.getMessage().startsWith("item 1: "), refusal.getMessage());
        }
    }

    private ModelPart small(Map<String, Object> options) {
        return Exported.part(
                temp, EncoderConfig.plain(32, 2, 4), ClosedForm.encoder(32, 2), options);
    }

    private MetaTransformerException refused(ModelPart part) {
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> new TensorFlowEncoder().open(part));
        assertEquals(ErrorCode.BAD_MODEL, refusal.code());
        assertTrue(refusal.getMessage().startsWith("base/encoder: "), refusal.getMessage());
        assertFalse(refusal.getMessage().contains(temp.toString()), refusal.getMessage());
        return refusal;
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

    /** The first row, then item b of the rest [B, 11, 32]. */
    private static Tensor item(Golden golden, String first, String rest, int b) {
        var rows = Tensor.allocate(12 * 32);
        rows.put(golden.tensor("weights." + first).data());
        rows.put(golden.tensor("input." + rest).data().slice(b * 11 * 32, 11 * 32));
        return Tensor.of(rows.flip(), 12, 32);
    }

    private static Tensor joined(List<Features> batch) {
        int N = batch.stream().mapToInt(Features::length).sum();
        var rows = Tensor.allocate(N * 32);
        batch.forEach(each -> rows.put(each.values().data()));
        return Tensor.of(rows.flip(), N, 32);
    }
}
