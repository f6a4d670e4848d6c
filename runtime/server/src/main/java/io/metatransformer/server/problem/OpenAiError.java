package io.metatransformer.server.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Optional;

/** The error object that OpenAI's clients turn into their exceptions. */
final class OpenAiError {
    private OpenAiError() {}

    static void write(JsonGenerator out, Problem problem) throws IOException {
        out.writeStartObject();
        out.writeObjectFieldStart("error");
        out.writeStringField("message", problem.detail());
        out.writeStringField("type", type(problem.type()));
        out.writeStringField("param", param(problem));
        out.writeStringField("code", code(problem.type()));
        out.writeEndObject();
        out.writeEndObject();
    }

    private static String type(ProblemType type) {
        if (type.status() == 429) {
            return "requests";
        }
        boolean ours = type.status() >= 500 && type.status() != 501;
        return ours ? "server_error" : "invalid_request_error";
    }

    /** The first member of the request's body that is wrong: {@code /input/3} is {@code input}. */
    private static String param(Problem problem) {
        return problem.errors().stream()
                .findFirst()
                .map(ItemProblem::pointer)
                .filter(pointer -> pointer.length() > 1)
                .map(pointer -> pointer.substring(1).split("/", 2)[0])
                .orElse(null);
    }

    private static String code(ProblemType type) {
        return name(type).orElse(null);
    }

    private static Optional<String> name(ProblemType type) {
        return switch (type) {
            case UNAUTHENTICATED -> Optional.of("invalid_api_key");
            case FORBIDDEN -> Optional.of("insufficient_permissions");
            case NOT_FOUND -> Optional.of("unknown_url");
            case MODEL_NOT_FOUND, HEAD_NOT_FOUND, MODALITY_NOT_FOUND, PLUGIN_NOT_FOUND ->
                    Optional.of("model_not_found");
            case PAYLOAD_TOO_LARGE -> Optional.of("payload_too_large");
            case UNPROCESSABLE_INPUT -> Optional.of("invalid_input");
            case RATE_LIMITED, QUEUE_FULL -> Optional.of("rate_limit_exceeded");
            case DEADLINE_EXCEEDED -> Optional.of("timeout");
            case INTERNAL,
                    PLUGIN_ERROR,
                    NON_FINITE_OUTPUT,
                    MODEL_NOT_READY,
                    DRAINING,
                    BACKEND_UNAVAILABLE ->
                    Optional.of(type.slug().replace('-', '_'));
            default -> Optional.empty();
        };
    }
}
