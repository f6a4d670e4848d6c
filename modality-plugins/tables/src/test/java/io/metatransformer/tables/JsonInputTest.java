package io.metatransformer.tables;

import static io.metatransformer.tables.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonInputTest {

    @Test
    void null_stands_for_no_value() {
        try (JsonInput json = open("[1.5, null]")) {
            json.next();
            json.next();
            assertEquals(1.5, json.number("a value"));
            json.next();
            assertTrue(Double.isNaN(json.number("a value")));
            json.next();
            json.expectEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[1", "[1,]", "{\"a\":1,\"a\":2}", "[NaN]", "{a:1}", "[01]"})
    void broken_json_is_refused_with_its_line(String text) {
        assertRefused(ErrorCode.MALFORMED, "line 1", () -> readAll(text));
    }

    @Test
    void a_second_value_is_refused() {
        assertRefused(ErrorCode.MALFORMED, "follows", () -> readAll("[] []"));
    }

    @Test
    void nesting_beyond_64_levels_is_refused() {
        assertRefused(ErrorCode.LIMIT_EXCEEDED, "", () -> readAll("[".repeat(100_000)));
    }

    @Test
    void a_number_beyond_the_range_of_a_double_is_refused() {
        try (JsonInput json = open("1e999")) {
            json.next();

            assertRefused(ErrorCode.NON_FINITE, "a value", () -> json.number("a value"));
        }
    }

    @Test
    void a_word_where_a_number_belongs_is_refused_with_the_word() {
        try (JsonInput json = open("\"forty\"")) {
            json.next();

            assertRefused(ErrorCode.SCHEMA_MISMATCH, "'forty'", () -> json.number("a value"));
        }
    }

    @Test
    void messages_hold_no_more_than_40_characters_of_the_text() {
        String secret = "s".repeat(60);

        for (String text :
                new String[] {
                    secret, "{\"" + secret + "\":1,\"" + secret + "\":2}", "[\"" + secret
                }) {
            var refusal = assertThrows(MetaTransformerException.class, () -> readAll(text));
            assertFalse(refusal.getMessage().contains("s".repeat(41)), refusal.getMessage());
        }
    }

    private static JsonInput open(String text) {
        return JsonInput.open("x.json", ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    private static void readAll(String text) {
        try (JsonInput json = open(text)) {
            int depth = 0;
            do {
                JsonToken token = json.next();
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
            } while (depth > 0);
            json.expectEnd();
        }
    }
}
