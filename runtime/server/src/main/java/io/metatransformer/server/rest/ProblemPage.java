package io.metatransformer.server.rest;

import io.metatransformer.server.http.Documents;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /problems/{slug}}: what an error type means and what to do about it. */
final class ProblemPage implements Handler<RoutingContext> {
    @Override
    public void handle(RoutingContext context) {
        ProblemType type =
                ProblemType.of(context.pathParam("slug"))
                        .orElseThrow(
                                () ->
                                        new Refusal(
                                                ProblemType.NOT_FOUND, "no problem of that name"));
        Documents.json(
                context,
                out -> {
                    out.writeStartObject();
                    out.writeStringField("type", "/problems/" + type.slug());
                    out.writeStringField("title", type.title());
                    out.writeNumberField("status", type.status());
                    out.writeBooleanField("retryable", type.retryable());
                    out.writeStringField("meaning", type.meaning());
                    out.writeStringField("remedy", type.remedy());
                    out.writeEndObject();
                });
    }
}
