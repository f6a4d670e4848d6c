package io.metatransformer.server.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.server.json.Json;
import java.io.IOException;

/** How one surface spells an error. Clients of one cannot read the spelling of another. */
public enum ErrorFormat {
    /** RFC 9457, for {@code /api}, {@code /health}, the event bus, and whatever is not known. */
    PROBLEM_JSON("application/problem+json") {
        @Override
        void write(JsonGenerator out, Problem problem, String requestId) throws IOException {
            ProblemJson.write(out, problem, requestId);
        }
    },
    /** {@code {"error":{"message","type","param","code"}}}, for {@code /v1}. */
    OPENAI("application/json") {
        @Override
        void write(JsonGenerator out, Problem problem, String requestId) throws IOException {
            OpenAiError.write(out, problem);
        }
    },
    /** {@code {"error":"text"}}, for {@code /v2}. */
    OIP("application/json") {
        @Override
        void write(JsonGenerator out, Problem problem, String requestId) throws IOException {
            out.writeStartObject();
            out.writeStringField("error", problem.detail());
            out.writeEndObject();
        }

        @Override
        public int status(ProblemType type) {
            return type == ProblemType.UNPROCESSABLE_INPUT ? 400 : type.status();
        }
    };

    private final String contentType;

    ErrorFormat(String contentType) {
        this.contentType = contentType;
    }

    /** The spelling of the surface that a path belongs to. */
    public static ErrorFormat of(String path) {
        if (path != null && below(path, "/v1")) {
            return OPENAI;
        }
        return path != null && below(path, "/v2") ? OIP : PROBLEM_JSON;
    }

    private static boolean below(String path, String base) {
        return path.startsWith(base)
                && (path.length() == base.length()
                        || "/?".indexOf(path.charAt(base.length())) >= 0);
    }

    public String contentType() {
        return contentType;
    }

    /** The status under which this surface reports the type. */
    public int status(ProblemType type) {
        return type.status();
    }

    /** The error document, UTF-8. */
    public byte[] body(Problem problem, String requestId) {
        return Json.bytes(out -> write(out, problem, requestId));
    }

    abstract void write(JsonGenerator out, Problem problem, String requestId) throws IOException;
}
