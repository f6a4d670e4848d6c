package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ErrorCodeTest {

    /** Names and numbers travel over HTTP, the bus and exit codes. A line may be added, never changed. */
    @Test
    void a_code_keeps_its_name_and_number_for_ever() {
        List<String> published =
                List.of(
                        "EMPTY_INPUT 100 CALLER",
                        "MALFORMED 101 CALLER",
                        "TRUNCATED 102 CALLER",
                        "CORRUPT 103 CALLER",
                        "ENCODING 104 CALLER",
                        "BAD_TIMESTAMP 105 CALLER",
                        "SHAPE_MISMATCH 106 CALLER",
                        "SCHEMA_MISMATCH 107 CALLER",
                        "INDEX_OUT_OF_RANGE 108 CALLER",
                        "TOO_SHORT 109 CALLER",
                        "NON_FINITE 110 CALLER",
                        "INSECURE_CONTENT 111 CALLER",
                        "UNSUPPORTED 112 CALLER",
                        "UNSUPPORTED_FORMAT 113 CALLER",
                        "LIMIT_EXCEEDED 114 CALLER",
                        "BAD_CONFIG 115 CALLER",
                        "INVALID_REQUEST 116 CALLER",
                        "UNKNOWN_MODALITY 117 CALLER",
                        "UNKNOWN_MODEL 118 CALLER",
                        "UNKNOWN_HEAD 119 CALLER",
                        "UNKNOWN_PLUGIN 120 CALLER",
                        "UNKNOWN_ENCODER 121 CALLER",
                        "CONFLICT 122 CALLER",
                        "CANCELLED 123 CALLER",
                        "BAD_WEIGHTS 200 PLUGIN",
                        "PLUGIN_ERROR 201 PLUGIN",
                        "NON_FINITE_OUTPUT 202 PLUGIN",
                        "BAD_MODEL 203 PLUGIN",
                        "QUEUE_FULL 300 MACHINE",
                        "DEADLINE_EXCEEDED 301 MACHINE",
                        "MODEL_NOT_READY 302 MACHINE",
                        "DRAINING 303 MACHINE",
                        "BACKEND_UNAVAILABLE 304 MACHINE",
                        "IO_ERROR 305 MACHINE",
                        "INSUFFICIENT_RESOURCES 306 MACHINE",
                        "CLOSED 307 MACHINE",
                        "INTERNAL 308 MACHINE");

        List<String> actual =
                Arrays.stream(ErrorCode.values())
                        .map(code -> code + " " + code.number() + " " + code.turn())
                        .toList();

        assertEquals(published, actual);
    }

    @Test
    void a_refusal_told_again_keeps_its_code_and_says_where() {
        var refusal = new MetaTransformerException(ErrorCode.TRUNCATED, "the picture ends early");

        MetaTransformerException told = refusal.at("cat.png").at("item 3");

        assertEquals(ErrorCode.TRUNCATED, told.code());
        assertEquals("item 3: cat.png: the picture ends early", told.getMessage());
        assertEquals("TRUNCATED: the picture ends early", refusal.toString());
        assertSame(refusal, told.getCause().getCause());
    }
}
