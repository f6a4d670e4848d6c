package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.Weights;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GoldenTest {

    @Test
    void weights_are_named_as_in_the_checkpoint() {
        Weights weights = Golden.encoder("encoder-tiny").weights("weights.");

        assertEquals(24, weights.names().size());
        assertArrayEquals(new int[] {192, 64}, weights.shape("0.attn.qkv.weight"));
        assertArrayEquals(new int[] {192, 64}, weights.get("0.attn.qkv.weight").shape());
        assertFalse(weights.names().contains("input.x_b1_n1"));
    }

    @Test
    void values_come_in_the_type_that_a_test_needs() {
        Golden golden = Golden.encoder("encoder-masked");

        assertArrayEquals(new int[] {4, 12, 32}, golden.tensor("input.right_padded.x").shape());
        assertEquals("F64", golden.dtype("output64.right_padded.seq0"));
        assertEquals(7 * 32, golden.doubles("output64.right_padded.seq0").length);
        int[] valid = golden.ints("input.right_padded.valid");
        assertArrayEquals(new int[] {1, 1, 0}, new int[] {valid[0], valid[6], valid[7]});
    }

    @Test
    void settings_come_as_text_number_or_json() {
        Golden tiny = Golden.encoder("encoder-tiny");

        assertEquals(64, tiny.integer("dim"));
        assertEquals(1e-5, tiny.number("eps"));
        assertEquals("erf", tiny.text("gelu"));
        assertEquals(
                List.of(7.0, 12.0, 3.0, 1.0), Golden.encoder("encoder-masked").json("lengths"));
        Map<?, ?> y = (Map<?, ?>) Golden.encoder("encoder-b16-closed-form").json("y");
        assertEquals("input.y", y.get("input_name"));
        assertEquals(List.of(1.0, 197.0, 768.0), y.get("shape"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[1", "[1,]", "{\"a\"}", "{\"a\":}", "\"a", "tru", "1 2", "1x"})
    void text_that_is_no_json_is_refused(String text) {
        assertThrows(IllegalArgumentException.class, () -> JsonValue.read(text));
    }

    @Test
    void what_is_not_there_is_named() {
        var file =
                assertThrows(IllegalArgumentException.class, () -> Golden.encoder("encoder-none"));
        var setting =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> Golden.encoder("encoder-tiny").text("depht"));

        assertTrue(file.getMessage().contains("encoder-none"), file.getMessage());
        assertTrue(setting.getMessage().contains("depht"), setting.getMessage());
        assertTrue(setting.getMessage().contains("depth"), setting.getMessage());
    }
}
