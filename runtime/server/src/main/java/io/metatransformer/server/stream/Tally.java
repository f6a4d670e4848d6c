package io.metatransformer.server.stream;

import io.metatransformer.core.Provenance;
import io.metatransformer.core.Reply;
import io.metatransformer.server.infer.AnswerJson;
import io.metatransformer.server.json.Json;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemJson;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What became of the lines of one stream, and its last line. On one event loop. */
final class Tally {
    private final String requestId;
    private final Set<Provenance.Part> parts = new LinkedHashSet<>();
    private Optional<Provenance> first = Optional.empty();
    private long answered;
    private long tokens;
    private long failed;

    Tally(String requestId) {
        this.requestId = requestId;
    }

    void answered(Reply<?> reply) {
        answered++;
        tokens += reply.tokens();
        parts.addAll(reply.provenance().parts());
        if (first.isEmpty()) {
            first = Optional.of(reply.provenance());
        }
    }

    void failed() {
        failed++;
    }

    long errors() {
        return failed;
    }

    long items() {
        return answered + failed;
    }

    /** Name of the model, for metrics. */
    String model() {
        return first.map(Provenance::model).orElse("none");
    }

    /** The only modality, {@code mixed} or {@code none}; for metrics. */
    String modality() {
        List<String> read =
                parts.stream()
                        .filter(part -> part.kind() == Provenance.Kind.TOKENIZER)
                        .map(Provenance.Part::name)
                        .distinct()
                        .toList();
        return read.isEmpty() ? "none" : read.size() == 1 ? read.get(0) : "mixed";
    }

    /** The line of an item that could not be answered. */
    byte[] error(long number, Problem problem) {
        return Json.bytes(
                out -> {
                    out.writeStartObject();
                    out.writeNumberField("line", number);
                    out.writeFieldName("error");
                    ProblemJson.write(out, problem, requestId);
                    out.writeEndObject();
                    out.writeRaw('\n');
                });
    }

    /** @param why the stream was ended early; absent if it was answered whole */
    byte[] lastLine(Optional<Problem> why) {
        return Json.bytes(
                out -> {
                    out.writeStartObject();
                    out.writeBooleanField(why.isPresent() ? "aborted" : "done", true);
                    out.writeStringField("request_id", requestId);
                    if (why.isPresent()) {
                        out.writeFieldName("error");
                        ProblemJson.write(out, why.get(), requestId);
                    }
                    out.writeNumberField("failed", failed);
                    out.writeObjectFieldStart("usage");
                    out.writeNumberField("items", items());
                    out.writeNumberField("tokens", tokens);
                    out.writeEndObject();
                    if (first.isPresent()) {
                        Provenance one = first.get();
                        out.writeStringField("model", one.model());
                        out.writeStringField("model_version", one.version());
                        AnswerJson.provenance(
                                out,
                                new Provenance(
                                        one.model(),
                                        one.version(),
                                        one.fingerprint(),
                                        new ArrayList<>(parts)));
                    }
                    out.writeEndObject();
                    out.writeRaw('\n');
                });
    }
}
