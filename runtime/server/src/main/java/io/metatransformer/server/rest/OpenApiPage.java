package io.metatransformer.server.rest;

import io.metatransformer.server.http.Documents;
import io.metatransformer.server.openapi.ApiDocument;
import io.vertx.ext.web.RoutingContext;

/** {@code GET /openapi.json} and {@code /openapi.yaml}: how to use this server, for programs. */
final class OpenApiPage {
    private final ApiDocument document = ApiDocument.read(RootPage.version());

    void json(RoutingContext context) {
        Documents.send(context, "application/json", document.json());
    }

    void yaml(RoutingContext context) {
        Documents.send(context, "application/yaml", document.yaml());
    }
}
