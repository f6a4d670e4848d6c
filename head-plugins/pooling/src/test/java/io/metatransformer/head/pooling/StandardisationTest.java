package io.metatransformer.head.pooling;

import static io.metatransformer.testkit.Within.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardisationTest {
    private static final List<Tensor> VECTORS =
            List.of(vector(1, 100, 7), vector(3, 300, 7), vector(5, 200, 7));

    @Test
    void columns_get_mean_0_and_deviation_1_and_a_constant_one_is_not_blown_up() {
        float[] rows = Standardisation.of(VECTORS).rows("test", VECTORS).toArray();

        float far = (float) Math.sqrt(1.5);
        assertClose("rows", new float[] {-far, -far, 0, 0, far, 0, far, 0, 0}, rows, 1e-6, 0);
    }

    @Test
    void a_layer_gives_the_same_to_vectors_as_they_are_once_it_is_folded_in() {
        Standardisation standardisation = Standardisation.of(VECTORS);
        Weights weights =
                Weights.of(
                        Map.of(
                                "head.weight",
                                Tensor.of(new float[] {0.5f, -2, 1, 3, 0.25f, -1}, 2, 3),
                                "head.bias",
                                vector(0.1f, -0.2f)));

        Weights folded = standardisation.folded(weights, "head");

        float[] expected = linear(weights, standardisation.rows("test", VECTORS));
        float[] actual = linear(folded, Standardisation.none(3).rows("test", VECTORS));
        assertClose("outputs", expected, actual, 1e-5, 0);
        Weights back = standardisation.unfolded(folded, "head");
        assertClose("weight", weights.get("head.weight"), back.get("head.weight"), 1e-6, 0);
        assertClose("bias", weights.get("head.bias"), back.get("head.bias"), 1e-5, 0);
    }

    @Test
    void none_changes_nothing() {
        Weights weights = Weights.of(Map.of("other", vector(1)));

        assertSame(weights, Standardisation.none(3).folded(weights, "head"));
        assertEquals(
                Tensor.of(new float[] {1, 100, 7}, 1, 3),
                Standardisation.none(3).rows("test", VECTORS.subList(0, 1)));
    }

    @Test
    void a_vector_of_another_width_is_refused() {
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Standardisation.none(2).rows("test", VECTORS));

        assertEquals(ErrorCode.SHAPE_MISMATCH, refusal.code());
    }

    private static float[] linear(Weights weights, Tensor rows) {
        float[] kernel = weights.get("head.weight").toArray();
        float[] bias = weights.get("head.bias").toArray();
        float[] x = rows.toArray();
        float[] y = new float[rows.size(0) * bias.length];
        for (int m = 0; m < rows.size(0); m++) {
            for (int k = 0; k < bias.length; k++) {
                double sum = bias[k];
                for (int d = 0; d < 3; d++) {
                    sum += (double) kernel[k * 3 + d] * x[m * 3 + d];
                }
                y[m * bias.length + k] = (float) sum;
            }
        }
        return y;
    }

    private static Tensor vector(float... values) {
        return Tensor.of(values, values.length);
    }
}
