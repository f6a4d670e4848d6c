package io.metatransformer.server.infer;

import com.fasterxml.jackson.core.JsonGenerator;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.core.Answer;
import io.metatransformer.core.Provenance;
import io.metatransformer.core.Reply;
import io.metatransformer.core.Timing;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.ProblemJson;
import io.metatransformer.server.problem.Problems;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes outcomes as the native surface and the bus spell them; sections 5.2 and 5.5 of the contract. */
public final class AnswerJson {
    private AnswerJson() {}

    /** The whole document. */
    public static byte[] document(Outcome outcome) {
        return Json.bytes(
                out -> {
                    Reply<? extends Prediction> reply = outcome.reply();
                    out.writeStartObject();
                    out.writeStringField("model", reply.provenance().model());
                    out.writeStringField("model_version", reply.provenance().version());
                    if (outcome.question().head().isPresent()) {
                        out.writeStringField("head", outcome.question().head().get());
                    }
                    out.writeStringField("request_id", outcome.requestId());
                    out.writeArrayFieldStart("data");
                    for (Answer<? extends Prediction> answer : reply.answers()) {
                        answer(out, outcome, answer);
                    }
                    out.writeEndArray();
                    trailer(out, outcome);
                    out.writeEndObject();
                });
    }

    /** One object per answer and a line break after each. */
    static byte[] line(Outcome outcome, Answer<? extends Prediction> answer) {
        return Json.bytes(
                out -> {
                    answer(out, outcome, answer);
                    out.writeRaw('\n');
                });
    }

    /** What comes after the answers: how much was used, where the time went, what made them. */
    static void trailer(JsonGenerator out, Outcome outcome) throws IOException {
        Reply<? extends Prediction> reply = outcome.reply();
        if (outcome.failed() > 0) {
            out.writeNumberField("failed", outcome.failed());
        }
        out.writeObjectFieldStart("usage");
        out.writeNumberField("items", reply.answers().size());
        out.writeNumberField("tokens", reply.tokens());
        out.writeEndObject();
        timing(out, outcome);
        provenance(out, reply.provenance());
    }

    /** The answer to a line of a stream, with its number. */
    public static byte[] line(Outcome outcome, long number) {
        return Json.bytes(
                out -> {
                    Answer<? extends Prediction> answer = outcome.reply().answers().get(0);
                    out.writeStartObject();
                    out.writeNumberField("line", number);
                    members(out, outcome, answer);
                    out.writeEndObject();
                    out.writeRaw('\n');
                });
    }

    private static void answer(
            JsonGenerator out, Outcome outcome, Answer<? extends Prediction> answer)
            throws IOException {
        out.writeStartObject();
        out.writeNumberField("index", answer.index());
        members(out, outcome, answer);
        out.writeEndObject();
    }

    private static void members(
            JsonGenerator out, Outcome outcome, Answer<? extends Prediction> answer)
            throws IOException {
        if (outcome.ask(answer).id().isPresent()) {
            out.writeStringField("id", outcome.ask(answer).id().get());
        }
        if (!answer.segments().isEmpty()) {
            out.writeStringField("modality", modality(answer));
            out.writeArrayFieldStart("segments");
            for (Segment segment : answer.segments()) {
                LayoutJson.write(out, segment);
            }
            out.writeEndArray();
        }
        if (answer.refusal().isPresent()) {
            out.writeFieldName("error");
            ProblemJson.write(
                    out,
                    Problems.of(answer.refusal().get(), outcome.requestId())
                            .at(outcome.ask(answer).pointer(), answer.index()),
                    outcome.requestId());
        } else {
            value(out, outcome.question(), answer.value().orElseThrow());
            out.writeNumberField("tokens", answer.tokens());
            out.writeBooleanField("truncated", answer.truncated());
        }
    }

    private static void value(JsonGenerator out, Question question, Prediction value)
            throws IOException {
        if (question.head().isEmpty() && value instanceof Prediction.Embedding embedding) {
            PredictionJson.embedding(out, embedding, question.spelling());
        } else {
            PredictionJson.write(out, value, question.spelling());
        }
    }

    /** One modality, or those of a fused item joined with a plus sign, in order. */
    static String modality(Answer<?> answer) {
        return answer.segments().stream()
                .map(Segment::modality)
                .map(String::valueOf)
                .distinct()
                .collect(Collectors.joining("+"));
    }

    private static void timing(JsonGenerator out, Outcome outcome) throws IOException {
        out.writeObjectFieldStart("timing");
        millis(out, "decode_ms", outcome.decode());
        millis(out, "tokenize_ms", longest(outcome, Timing::tokenize));
        millis(out, "queue_ms", longest(outcome, Timing::queue));
        millis(out, "encode_ms", longest(outcome, Timing::encode));
        millis(out, "head_ms", longest(outcome, Timing::head));
        millis(out, "total_ms", outcome.decode().plus(outcome.reply().time()));
        out.writeNumberField(
                "batch_size",
                outcome.reply().answers().stream()
                        .mapToInt(answer -> answer.timing().batchSize())
                        .max()
                        .orElse(0));
        out.writeEndObject();
    }

    private static Duration longest(Outcome outcome, Function<Timing, Duration> stage) {
        return outcome.reply().answers().stream()
                .map(answer -> stage.apply(answer.timing()))
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
    }

    private static void millis(JsonGenerator out, String name, Duration time) throws IOException {
        out.writeNumberField(name, Math.round(time.toNanos() / 1e4) / 1e2);
    }

    public static void provenance(JsonGenerator out, Provenance provenance) throws IOException {
        out.writeObjectFieldStart("provenance");
        out.writeStringField("encoder_sha256", provenance.fingerprint());
        out.writeStringField("precision", "fp32");
        out.writeBooleanField("random_weights", provenance.usesRandomWeights());
        out.writeObjectFieldStart("tokenizers");
        for (Provenance.Part part : provenance.parts()) {
            if (part.kind() == Provenance.Kind.TOKENIZER) {
                out.writeStringField(part.name(), part.plugin().version());
            }
        }
        out.writeEndObject();
        out.writeArrayFieldStart("parts");
        for (Provenance.Part part : provenance.parts()) {
            part(out, part);
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private static void part(JsonGenerator out, Provenance.Part part) throws IOException {
        out.writeStartObject();
        out.writeStringField("kind", part.kind().name().toLowerCase(Locale.ROOT));
        out.writeStringField("name", part.name());
        out.writeStringField("plugin", part.plugin().id());
        out.writeStringField("version", part.plugin().version());
        out.writeObjectFieldStart("weights");
        for (Map.Entry<String, Integer> word : part.weights().entrySet()) {
            out.writeNumberField(word.getKey(), word.getValue());
        }
        out.writeEndObject();
        out.writeEndObject();
    }
}
