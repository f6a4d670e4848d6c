package io.metatransformer.api.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTest {
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);
    private static final String EMPTY = "{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";

    private static MetaTransformerException refusal(String header) {
        return assertThrows(
                MetaTransformerException.class, () -> Made.open(header, NOTHING.duplicate()));
    }

    @Test
    void escapes_are_undone_in_names_and_metadata() {
        String header =
                "{\"__metadata__\":{\"a\\n\":\"\\u00fc\\ud83d\\ude00\\/\"},\"\\\"q\\\"\":"
                        + EMPTY
                        + "}";

        Safetensors file = Made.open(header, NOTHING);

        assertEquals(Map.of("a\n", "ü😀/"), file.metadata());
        assertEquals(Set.of("\"q\""), file.names());
    }

    @Test
    void space_between_tokens_and_after_the_object_is_no_matter() {
        String header = "{ \"a\" :\t" + EMPTY.replace(",", " ,\r\n ").replace("[", "[ ") + " } \n ";

        assertEquals(Set.of("a"), Made.open(header, NOTHING).names());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}x",
                "{}{}",
                "{}\0",
                "null",
                " {}",
                "{,}",
                "{\"a\":EMPTY,}",
                "{\"a\":EMPTY \"b\":EMPTY}",
                "{\"a\" EMPTY}",
                "{\"a\":{}}",
                "{\"a\":[]}",
                "{\"a\":null}",
                "{'a':EMPTY}",
                "{\"a:EMPTY}",
                "{\"\\x61\":EMPTY}",
                "{\"\\u12g4\":EMPTY}",
                "{\"\\ud800\":EMPTY}",
                "{\"\\ude00\\ud83d\":EMPTY}",
                "{\"\\ud83d\\n\":EMPTY}",
                "{\"tab\there\":EMPTY}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,0]}}",
                "{\"a\":{\"shape\":[0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"f32\",\"shape\":[0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":1,\"shape\":[0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":0,\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[00],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0e1],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0.0],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"0\"],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[true],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[[0]],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,18446744073709551616],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,9223372036854775808],\"data_offsets\":[0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0,0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"shape\":[0]}}",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0],\"strides\":[1]}}",
                "{\"__metadata__\":{\"a\":\"b\",\"\\u0061\":\"c\"}}",
                "{\"__metadata__\":{},\"__metadata__\":{}}",
                "{\"__metadata__\":{},\"__metadata_\\u005f\":{}}",
                "{\"__metadata__\":{\"a\":{}}}",
                "{\"__metadata__\":{\"a\":null}}",
                "{\"__metadata__\":[]}"
            })
    void a_header_that_leaves_a_doubt_is_refused(String header) {
        var refusal = refusal(header.replace("EMPTY", EMPTY));

        assertEquals(ErrorCode.BAD_WEIGHTS, refusal.code());
        assertTrue(refusal.getMessage().startsWith("made: "), refusal.getMessage());
    }

    @Test
    void a_number_as_large_as_they_come_does_not_overflow_the_size() {
        String header =
                "{\"a\":{\"dtype\":\"F64\",\"shape\":[9223372036854775807,2],\"data_offsets\":[0,0]}}";

        String message = refusal(header).getMessage();

        assertTrue(message.contains("more than 2^63-1 bytes"), message);
    }

    @Test
    void an_axis_longer_than_java_counts_is_refused_when_it_is_asked_for() {
        Safetensors file = Made.of("F32", "[0,4294967296]", new byte[0], 0);

        var refusal = assertThrows(MetaTransformerException.class, () -> file.get("a"));

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
        assertEquals(0, file.raw("a").remaining());
    }

    @Test
    void an_empty_tensor_inside_the_bytes_of_another_is_refused() {
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[0,4]},"
                        + "\"b\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[2,2]}}";

        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> Made.open(header, ByteBuffer.allocate(4)));

        assertTrue(refusal.getMessage().contains("'b'"), refusal.getMessage());
    }

    @Test
    void an_escape_may_lie_across_the_edge_of_the_reading_window() {
        for (int pad = 8170; pad < 8200; pad++) {
            String header = "{" + " ".repeat(pad) + "\"\\u00fc\\ud83d\\ude00ü\":" + EMPTY + "}";

            assertEquals(Set.of("ü😀ü"), Made.open(header, NOTHING.duplicate()).names());
        }
    }

    @Test
    void a_rank_of_no_array_is_refused() {
        String ones = "1,".repeat(65);
        String header =
                "{\"a\":{\"dtype\":\"U8\",\"shape\":["
                        + ones.substring(0, ones.length() - 1)
                        + "],\"data_offsets\":[0,1]}}";

        assertTrue(refusal(header).getMessage().contains("at most 64"));
    }

    @Test
    void a_text_without_end_is_refused_in_bounded_memory() {
        var refusal = refusal("{\"" + "a".repeat((1 << 24) + 1) + "\":" + EMPTY + "}");

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
    }
}
