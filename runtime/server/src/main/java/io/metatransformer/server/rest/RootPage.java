package io.metatransformer.server.rest;

import io.metatransformer.server.http.Documents;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Optional;

/** {@code GET /api/v1}: what this is and where to go on. */
final class RootPage implements Handler<RoutingContext> {
    private static final List<String> LINKS =
            List.of(
                    "limits",
                    "modalities",
                    "models",
                    "heads",
                    "plugins",
                    "embed",
                    "predict",
                    "similarity");

    @Override
    public void handle(RoutingContext context) {
        Documents.json(
                context,
                out -> {
                    out.writeStartObject();
                    out.writeStringField("name", "meta-transformer");
                    out.writeStringField("version", version());
                    out.writeObjectFieldStart("links");
                    for (String link : LINKS) {
                        out.writeStringField(link, "/api/v1/" + link);
                    }
                    out.writeStringField("openapi", "/openapi.json");
                    out.writeEndObject();
                    out.writeEndObject();
                });
    }

    static String version() {
        return Optional.ofNullable(RootPage.class.getPackage().getImplementationVersion())
                .orElse("unpackaged");
    }
}
