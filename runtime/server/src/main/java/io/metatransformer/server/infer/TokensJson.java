package io.metatransformer.server.infer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.Answer;
import io.metatransformer.server.infer.Spelling.Encoding;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.ProblemJson;
import io.metatransformer.server.problem.Problems;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.util.Base64;

/** Writes tokens: values, positions, mask, and how they lie; or only how many of what shape. */
public final class TokensJson {
    private TokensJson() {}

    /** @param summary whether values, positions and mask are left out */
    public static byte[] document(TokenOutcome outcome, boolean summary) {
        return Json.bytes(
                out -> {
                    out.writeStartObject();
                    out.writeStringField("model", outcome.reply().provenance().model());
                    out.writeStringField("request_id", outcome.requestId());
                    out.writeArrayFieldStart("data");
                    for (Answer<TokenSequence> answer : outcome.reply().answers()) {
                        answer(out, outcome, answer, summary);
                    }
                    out.writeEndArray();
                    out.writeObjectFieldStart("usage");
                    out.writeNumberField("items", outcome.reply().answers().size());
                    out.writeNumberField("tokens", outcome.reply().tokens());
                    out.writeEndObject();
                    AnswerJson.provenance(out, outcome.reply().provenance());
                    out.writeEndObject();
                });
    }

    private static void answer(
            JsonGenerator out, TokenOutcome outcome, Answer<TokenSequence> answer, boolean summary)
            throws IOException {
        Ask ask = outcome.question().asks().get(answer.index());
        out.writeStartObject();
        out.writeNumberField("index", answer.index());
        if (ask.id().isPresent()) {
            out.writeStringField("id", ask.id().get());
        }
        if (answer.refusal().isPresent()) {
            out.writeFieldName("error");
            ProblemJson.write(
                    out,
                    Problems.of(answer.refusal().get(), outcome.requestId())
                            .at(ask.pointer(), answer.index()),
                    outcome.requestId());
        } else {
            tokens(
                    out,
                    answer.value().orElseThrow(),
                    summary,
                    outcome.question().spelling().encoding());
        }
        out.writeEndObject();
    }

    private static void tokens(
            JsonGenerator out, TokenSequence sequence, boolean summary, Encoding encoding)
            throws IOException {
        out.writeFieldName("shape");
        out.writeArray(sequence.tokens().shape(), 0, 2);
        out.writeArrayFieldStart("segments");
        for (Segment segment : sequence.segments()) {
            LayoutJson.write(out, segment);
        }
        out.writeEndArray();
        out.writeBooleanField("positioned", sequence.positions().isPresent());
        if (summary) {
            return;
        }
        matrix(out, "tokens", sequence.tokens(), encoding);
        if (sequence.positions().isPresent()) {
            matrix(out, "positions", sequence.positions().get(), encoding);
        }
        out.writeArrayFieldStart("mask");
        for (int n = 0; n < sequence.length(); n++) {
            out.writeNumber(1);
        }
        out.writeEndArray();
    }

    private static void matrix(JsonGenerator out, String name, Tensor matrix, Encoding encoding)
            throws IOException {
        if (encoding == Encoding.BASE64) {
            byte[] bytes = Vectors.bytes(matrix, Spelling.Dtype.FLOAT32);
            out.writeStringField(name, Base64.getEncoder().encodeToString(bytes));
            return;
        }
        FloatBuffer values = matrix.data();
        out.writeArrayFieldStart(name);
        for (int n = 0; n < matrix.size(0); n++) {
            out.writeStartArray();
            for (int d = 0; d < matrix.size(1); d++) {
                out.writeNumber(values.get());
            }
            out.writeEndArray();
        }
        out.writeEndArray();
    }
}
