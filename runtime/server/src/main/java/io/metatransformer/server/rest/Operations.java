package io.metatransformer.server.rest;

import io.metatransformer.server.health.Health.Report;
import io.metatransformer.server.meter.Meters;
import io.vertx.core.Handler;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Supplier;

/** What operators ask for. */
final class Operations {
    private static final String OPEN_METRICS =
            "application/openmetrics-text; version=1.0.0; charset=utf-8";
    private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

    private Operations() {}

    /** {@code GET /health/…}: 200 or 503, never cached. */
    static Handler<RoutingContext> health(Supplier<Report> look) {
        return context -> {
            Report report = look.get();
            context.response()
                    .setStatusCode(report.up() ? 200 : 503)
                    .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(Buffer.buffer(report.json()));
        };
    }

    /** {@code GET /metrics}: Prometheus text, or OpenMetrics for those who accept it. */
    static Handler<RoutingContext> metrics(Meters meters, WorkerExecutor workers) {
        return context -> {
            String accept = context.request().getHeader(HttpHeaders.ACCEPT);
            boolean open = accept != null && accept.contains("application/openmetrics-text");
            String type = open ? OPEN_METRICS : PROMETHEUS;
            workers.executeBlocking(() -> meters.scrape(type), false)
                    .onFailure(context::fail)
                    .onSuccess(
                            text ->
                                    context.response()
                                            .putHeader(HttpHeaders.CONTENT_TYPE, type)
                                            .end(text));
        };
    }
}
