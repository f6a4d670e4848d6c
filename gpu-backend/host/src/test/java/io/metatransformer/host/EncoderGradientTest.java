package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.EncoderPullback;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenGradient;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.graph.Activation;
import io.metatransformer.testkit.ClosedForm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EncoderGradientTest {
    private static final int D = 24;
    private static final float STEP = 1e-2f;

    @TempDir Path temp;

    private EncoderPullback frozen(Map<String, Object> options) {
        return new TensorFlowEncoder().differentiate(part(options));
    }

    private ModelPart part(Map<String, Object> options) {
        EncoderConfig config = EncoderConfig.plain(D, 2, 4);
        return Exported.part(temp, config, ClosedForm.encoder(D, 2), options);
    }

    private static Tensor drawn(int rows, long seed) {
        Random random = new Random(seed);
        float[] values = new float[rows * D];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(values, rows, D);
    }

    private static List<TokenSequence> ragged() {
        return List.of(
                AnotherJvm.sequence(drawn(5, 1)),
                AnotherJvm.sequence(drawn(2, 2)).withPositions(drawn(2, 3)),
                AnotherJvm.sequence(drawn(7, 4)));
    }

    private static List<Tensor> gradients() {
        return List.of(drawn(5, 5), drawn(2, 6), drawn(7, 7));
    }

    /** Σ gradient · features, whose gradient is the pullback of {@code gradients}. */
    private static double loss(EncoderPullback encoder, List<TokenSequence> batch) {
        List<Features> features = encoder.encode(batch);
        double sum = 0;
        for (int i = 0; i < batch.size(); i++) {
            float[] f = features.get(i).values().toArray();
            float[] g = gradients().get(i).toArray();
            for (int j = 0; j < f.length; j++) {
                sum += (double) f[j] * g[j];
            }
        }
        return sum;
    }

    private static List<TokenSequence> moved(int item, int element, float by, boolean positions) {
        List<TokenSequence> batch = new ArrayList<>(ragged());
        TokenSequence old = batch.get(item);
        float[] values = (positions ? old.positions().orElseThrow() : old.tokens()).toArray();
        values[element] += by;
        Tensor changed = Tensor.of(values, old.tokens().shape());
        TokenSequence now = AnotherJvm.sequence(positions ? old.tokens() : changed);
        batch.set(
                item,
                old.positions().isPresent()
                        ? now.withPositions(positions ? changed : old.positions().orElseThrow())
                        : now);
        return batch;
    }

    @Test
    void the_gradient_of_tokens_and_positions_agrees_with_finite_differences() {
        try (EncoderPullback encoder = frozen(Map.of())) {
            List<TokenGradient> found = encoder.pullback(ragged(), gradients());

            for (int item = 0; item < 3; item++) {
                check(encoder, found, item, false);
            }
            check(encoder, found, 1, true);
            assertTrue(found.get(0).positions().isEmpty());
        }
    }

    private static void check(
            EncoderPullback encoder, List<TokenGradient> found, int item, boolean positions) {
        TokenGradient gradient = found.get(item);
        float[] values =
                (positions ? gradient.positions().orElseThrow() : gradient.tokens()).toArray();
        for (int i = 0; i < values.length; i += 7) {
            double numeric =
                    (loss(encoder, moved(item, i, STEP, positions))
                                    - loss(encoder, moved(item, i, -STEP, positions)))
                            / (2 * STEP);
            assertEquals(numeric, values[i], 2e-3 * (1 + Math.abs(numeric)), item + "/" + i);
        }
    }

    @Test
    void small_runs_give_the_gradients_of_a_large_one() {
        List<TokenGradient> whole;
        try (EncoderPullback encoder = frozen(Map.of())) {
            whole = encoder.pullback(ragged(), gradients());
        }
        ModelPart part = Exported.at(temp.resolve("encoder"), D, Map.of("gradient_tokens", 3));
        try (EncoderPullback encoder = new TensorFlowEncoder().differentiate(part)) {
            List<TokenGradient> parts = encoder.pullback(ragged(), gradients());

            for (int i = 0; i < whole.size(); i++) {
                float[] expected = whole.get(i).tokens().toArray();
                float[] actual = parts.get(i).tokens().toArray();
                for (int j = 0; j < expected.length; j++) {
                    assertEquals(expected[j], actual[j], 1e-4, i + "/" + j);
                }
            }
        }
    }

    @Test
    void equal_batches_give_equal_gradients_and_a_frozen_encoder_stays_as_it_is() {
        try (EncoderPullback encoder = frozen(Map.of())) {
            List<Features> before = encoder.encode(ragged());
            List<TokenGradient> first = encoder.pullback(ragged(), gradients());
            List<TokenGradient> second = encoder.pullback(ragged(), gradients());

            assertEquals(first, second);
            for (int i = 0; i < before.size(); i++) {
                assertEquals(before.get(i).values(), encoder.encode(ragged()).get(i).values());
            }
        }
    }

    @Test
    void norms_layer_scales_and_quick_gelu_have_a_way_back_too() {
        EncoderConfig config =
                new EncoderConfig(
                        D,
                        2,
                        4,
                        2 * D,
                        1e-5,
                        Activation.QUICK_GELU,
                        false,
                        true,
                        OptionalDouble.of(1e-5),
                        OptionalDouble.of(1e-6));
        Map<String, Tensor> weights = new TreeMap<>();
        config.weights().forEach(spec -> weights.put(spec.name(), spec.draw(3)));
        ModelPart part = Exported.part(temp, config, Weights.of(weights));
        try (EncoderPullback encoder = new TensorFlowEncoder().differentiate(part)) {
            List<TokenGradient> found = encoder.pullback(ragged(), gradients());

            check(encoder, found, 0, false);
            check(encoder, found, 1, true);
        }
    }

    @Test
    void a_gradient_of_another_shape_or_that_is_no_number_is_refused() {
        try (EncoderPullback encoder = frozen(Map.of())) {
            List<Tensor> short_ = List.of(drawn(5, 5), drawn(2, 6));
            List<Tensor> wide = List.of(drawn(5, 5), drawn(2, 6), drawn(8, 7));
            List<Tensor> infinite = List.of(drawn(5, 5), drawn(2, 6), Tensor.of(filled(7), 7, D));

            assertEquals(ErrorCode.SHAPE_MISMATCH, refusal(encoder, short_));
            assertEquals(ErrorCode.SHAPE_MISMATCH, refusal(encoder, wide));
            assertEquals(ErrorCode.NON_FINITE, refusal(encoder, infinite));
            assertFalse(encoder.pullback(ragged(), gradients()).isEmpty());
        }
    }

    private static float[] filled(int rows) {
        float[] values = new float[rows * D];
        values[3] = Float.POSITIVE_INFINITY;
        return values;
    }

    private static ErrorCode refusal(EncoderPullback encoder, List<Tensor> gradients) {
        return assertThrows(
                        MetaTransformerException.class, () -> encoder.pullback(ragged(), gradients))
                .code();
    }
}
