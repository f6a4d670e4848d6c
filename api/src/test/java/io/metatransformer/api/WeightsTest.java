package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WeightsTest {
    private static final WeightSpec.Init ZERO = new WeightSpec.Constant(0);

    private static Weights weights(String... names) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (String name : names) {
            tensors.put(name, Tensor.of(new float[] {1, 2}, 2));
        }
        return Weights.of(tensors);
    }

    @Test
    void every_missing_left_over_and_misshaped_tensor_is_told_at_once() {
        String message =
                Refusal.of(
                        ErrorCode.BAD_WEIGHTS,
                        () ->
                                weights("proj.weight", "extra.one", "extra.two")
                                        .require(
                                                "base/tokenizers/image",
                                                List.of(
                                                        WeightSpec.required(
                                                                "proj.weight", ZERO, 3, 4),
                                                        WeightSpec.required("proj.bias", ZERO, 4),
                                                        WeightSpec.optional("cls_token", 4))));

        assertEquals(
                "base/tokenizers/image: 'proj.weight' is [2], expected [3, 4];"
                        + " 'proj.bias[4]' is missing; 'extra.one' is not known;"
                        + " 'extra.two' is not known",
                message);
    }

    @Test
    void an_open_size_takes_any_and_an_optional_tensor_may_be_left_out() {
        Weights weights = weights("table");

        weights.require(
                "x",
                List.of(WeightSpec.required("table", ZERO, -1), WeightSpec.optional("bias", 2)));
        Refusal.of(
                ErrorCode.BAD_WEIGHTS,
                () -> weights.require("x", List.of(WeightSpec.required("table", ZERO, -1, -1))));
    }

    @Test
    void names_of_a_checkpoint_are_changed_without_reading_a_value() {
        Weights renamed =
                weights("enc.a", "enc.b", "dec.c")
                        .renamed(
                                name ->
                                        name.startsWith("enc.")
                                                ? Optional.of(name.substring(4))
                                                : Optional.empty());

        assertEquals(List.of("a", "b"), List.copyOf(renamed.names()));
        assertArrayEquals(new int[] {2}, renamed.shape("b"));
        assertArrayEquals(new float[] {1, 2}, renamed.get("b").toArray());
        assertTrue(Refusal.of(ErrorCode.BAD_WEIGHTS, () -> renamed.get("enc.a")).contains("enc.a"));
    }

    @Test
    void two_tensors_under_one_new_name_are_refused() {
        String message =
                Refusal.of(
                        ErrorCode.BAD_WEIGHTS,
                        () -> weights("a", "b").renamed(name -> Optional.of("same")));

        assertEquals("'a' and 'b' are both 'same'", message);
    }

    @Test
    void what_is_not_there_is_named_or_empty() {
        assertEquals(Optional.empty(), Weights.none().find("w"));
        assertEquals(2, weights("w").find("w").orElseThrow().elements());
        assertTrue(
                Refusal.of(ErrorCode.BAD_WEIGHTS, () -> Weights.none().get("w")).contains("'w'"));
        Refusal.of(ErrorCode.BAD_WEIGHTS, () -> Weights.none().shape("w"));
    }
}
