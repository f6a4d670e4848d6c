package io.metatransformer.server.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorFormatTest {

    @ParameterizedTest
    @CsvSource({
        "/v1, OPENAI",
        "/v1/embeddings, OPENAI",
        "/v1?x, OPENAI",
        "/v2/models/a, OIP",
        "/v10, PROBLEM_JSON",
        "/api/v1/embed, PROBLEM_JSON",
        "/health/live, PROBLEM_JSON",
        "/, PROBLEM_JSON",
        "/bad-request, PROBLEM_JSON"
    })
    void the_path_chooses_the_spelling(String path, ErrorFormat format) {
        assertEquals(format, ErrorFormat.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID_REQUEST, 400, invalid_request_error,",
        "UNAUTHENTICATED, 401, invalid_request_error, invalid_api_key",
        "FORBIDDEN, 403, invalid_request_error, insufficient_permissions",
        "MODEL_NOT_FOUND, 404, invalid_request_error, model_not_found",
        "PAYLOAD_TOO_LARGE, 413, invalid_request_error, payload_too_large",
        "UNPROCESSABLE_INPUT, 422, invalid_request_error, invalid_input",
        "QUEUE_FULL, 429, requests, rate_limit_exceeded",
        "NON_FINITE_OUTPUT, 500, server_error, non_finite_output",
        "MODEL_NOT_READY, 503, server_error, model_not_ready",
        "DEADLINE_EXCEEDED, 504, server_error, timeout"
    })
    void openai_clients_find_type_code_and_param(
            ProblemType type, int status, String kind, String code) {
        Problem problem = Problem.of(type, "words").at("/input/3", 3);

        JsonObject error = json(ErrorFormat.OPENAI.body(problem, "id")).getJsonObject("error");

        assertEquals(status, ErrorFormat.OPENAI.status(type));
        assertEquals("words", error.getString("message"));
        assertEquals(kind, error.getString("type"));
        assertEquals(code, error.getString("code"));
        assertEquals("input", error.getString("param"));
    }

    @Test
    void open_inference_knows_no_422() {
        assertEquals(400, ErrorFormat.OIP.status(ProblemType.UNPROCESSABLE_INPUT));
        Problem problem = Problem.of(ProblemType.UNPROCESSABLE_INPUT, "words");
        assertEquals("{\"error\":\"words\"}", json(ErrorFormat.OIP.body(problem, "id")).encode());
    }

    @ParameterizedTest
    @EnumSource
    void every_type_has_a_page_a_meaning_and_a_remedy(ProblemType type) {
        assertEquals(type, ProblemType.of(type.slug()).orElseThrow());
        assertFalse(type.meaning().isBlank());
        assertFalse(type.remedy().isBlank());
        assertTrue(type.status() >= 400 && type.status() < 600);
    }

    @ParameterizedTest
    @EnumSource
    void whose_turn_it_is_shows_in_the_status(ErrorCode code) {
        int status = ProblemType.of(code).status();

        boolean caller = code.turn() == ErrorCode.Turn.CALLER && code != ErrorCode.UNKNOWN_ENCODER;
        boolean waits = code == ErrorCode.QUEUE_FULL;
        assertEquals(caller || waits, status < 500, code + " " + status);
    }

    @Test
    void a_fault_of_our_own_is_told_without_its_words() {
        Problem problem =
                Problems.of(
                        new CompletionException(new IllegalStateException("/etc/secret")), "id-1");
        Problem disk =
                Problems.of(
                        new MetaTransformerException(ErrorCode.IO_ERROR, "/etc/secret"), "id-1");

        for (Problem each : new Problem[] {problem, disk}) {
            assertEquals(ProblemType.INTERNAL, each.type());
            assertFalse(each.detail().contains("secret"));
            assertTrue(each.detail().contains("id-1"));
        }
    }

    private static JsonObject json(byte[] body) {
        return new JsonObject(Buffer.buffer(body));
    }
}
