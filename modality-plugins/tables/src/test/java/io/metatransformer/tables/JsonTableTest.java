package io.metatransformer.tables;

import static io.metatransformer.tables.Refusals.assertRefused;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonToken;
import io.metatransformer.api.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1.50,\"b\":\"x\"},{\"b\":true,\"a\":null}]",
                "{\"a\":1.50,\"b\":\"x\"}\n{\"b\":true,\"a\":null}\n"
            })
    void a_list_and_json_lines_are_read_alike(String text) {
        try (JsonTable table = open(text)) {
            assertTrue(table.next());
            assertEquals(List.of("a", "b"), table.names());
            assertEquals(List.of("1.50", "x"), fields(table));
            assertTrue(table.next());
            assertTrue(table.isNull(0));
            assertEquals(List.of("", "true"), fields(table));
            assertFalse(table.next());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[{\"a\":1},{\"b\":1}]",
                "[{\"a\":1},{}]",
                "[{}]",
                "[{\"a\":{}}]",
                "[{\"a\":1},2]",
                "{\"a\":1}\n[]"
            })
    void rows_of_another_form_are_refused(String text) {
        assertRefused(ErrorCode.SCHEMA_MISMATCH, "line", () -> readAll(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[{\"a\":1}", "[{\"a\":1},", "{\"a\":1}\n{\"a\":"})
    void a_table_that_ends_too_early_is_malformed(String text) {
        assertRefused(ErrorCode.MALFORMED, "line", () -> readAll(text));
    }

    private static JsonTable open(String text) {
        ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
        JsonInput json = JsonInput.open("x.json", bytes);
        boolean inList = json.next() == JsonToken.START_ARRAY;
        if (inList) {
            json.next();
        }
        return new JsonTable("x.json", json, inList);
    }

    private static void readAll(String text) {
        try (JsonTable table = open(text)) {
            List<List<String>> rows = new ArrayList<>();
            while (table.next()) {
                rows.add(fields(table));
            }
        }
    }

    private static List<String> fields(JsonTable table) {
        return IntStream.range(0, table.names().size()).mapToObj(table::field).toList();
    }
}
