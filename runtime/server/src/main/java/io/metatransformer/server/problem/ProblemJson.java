package io.metatransformer.server.problem;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.ErrorCode;
import java.io.IOException;
import java.util.Optional;

/** The problem document of RFC 9457, with the members that this platform adds. */
public final class ProblemJson {
    private ProblemJson() {}

    public static void write(JsonGenerator out, Problem problem, String requestId)
            throws IOException {
        ProblemType type = problem.type();
        out.writeStartObject();
        out.writeStringField("type", "/problems/" + type.slug());
        out.writeStringField("title", type.title());
        out.writeNumberField("status", type.status());
        out.writeStringField("detail", problem.detail());
        out.writeStringField("instance", "/requests/" + requestId);
        out.writeStringField("request_id", requestId);
        out.writeBooleanField("retryable", type.retryable());
        writeCode(out, problem.code());
        if (!problem.errors().isEmpty()) {
            out.writeArrayFieldStart("errors");
            for (ItemProblem error : problem.errors()) {
                write(out, error);
            }
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void write(JsonGenerator out, ItemProblem error) throws IOException {
        out.writeStartObject();
        out.writeStringField("pointer", error.pointer());
        if (error.index() >= 0) {
            out.writeNumberField("index", error.index());
        }
        writeCode(out, error.code());
        out.writeStringField("detail", error.detail());
        out.writeEndObject();
    }

    private static void writeCode(JsonGenerator out, Optional<ErrorCode> code) throws IOException {
        if (code.isPresent()) {
            out.writeStringField("code", code.get().name());
        }
    }
}
