package io.metatransformer.server.rest;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.http.Documents;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /api/v1/limits}. */
final class LimitsPage implements Handler<RoutingContext> {
    private final Limits limits;

    LimitsPage(Limits limits) {
        this.limits = limits;
    }

    @Override
    public void handle(RoutingContext context) {
        Documents.json(
                context,
                out -> {
                    out.writeStartObject();
                    out.writeNumberField("body_bytes", limits.bodyBytes());
                    out.writeNumberField("file_bytes", limits.fileBytes());
                    out.writeNumberField("multipart_files", limits.files());
                    out.writeNumberField("multipart_fields", limits.fields());
                    out.writeNumberField("multipart_field_bytes", limits.fieldBytes());
                    out.writeNumberField("url_bytes", limits.urlBytes());
                    out.writeNumberField("header_bytes", limits.headerBytes());
                    out.writeNumberField("json_depth", limits.jsonDepth());
                    out.writeNumberField("json_string_chars", limits.jsonStringChars());
                    out.writeNumberField("json_number_chars", limits.jsonNumberChars());
                    out.writeNumberField("json_tensor_numbers", limits.jsonTensorNumbers());
                    out.writeNumberField("items", limits.items());
                    out.writeNumberField("tokens", limits.tokens());
                    out.writeNumberField("requests_in_flight", limits.requestsInFlight());
                    out.writeNumberField("body_bytes_in_flight", limits.bodyBytesInFlight());
                    out.writeNumberField("http2_streams", limits.streams());
                    out.writeNumberField("answer_ms", limits.answerTime().toMillis());
                    out.writeNumberField("answer_min_ms", limits.answerTimeMin().toMillis());
                    out.writeNumberField("answer_max_ms", limits.answerTimeMax().toMillis());
                    out.writeNumberField("header_ms", limits.headerTime().toMillis());
                    out.writeNumberField("idle_ms", limits.idleTime().toMillis());
                    out.writeNumberField("progress_ms", limits.progressTime().toMillis());
                    out.writeNumberField("progress_bytes", limits.progressBytes());
                    out.writeEndObject();
                });
    }
}
