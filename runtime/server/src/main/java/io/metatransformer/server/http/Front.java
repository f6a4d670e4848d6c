package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** The first handler of every request: names it, measures it, and checks what HTTP/2 does not. */
public final class Front implements Handler<RoutingContext> {
    /** A colon, a blank and the end of the line. */
    private static final int SEPARATORS = 4;

    private final Limits limits;
    private final ConnectionWatch connections;
    private final Meters meters;
    private final Tracing tracing;

    public Front(Limits limits, ConnectionWatch connections, Meters meters, Tracing tracing) {
        this.limits = limits;
        this.connections = connections;
        this.meters = meters;
        this.tracing = tracing;
    }

    @Override
    public void handle(RoutingContext context) {
        Exchange exchange = Exchange.begin(context, tracing);
        HttpConnection connection = context.request().connection();
        connections.began(connection);
        context.addEndHandler(
                end -> {
                    connections.ended(connection);
                    int status = context.response().getStatusCode();
                    meters.request(exchange, status, end.failed());
                    exchange.trace().put("http.response.status_code", Integer.toString(status));
                    exchange.trace().end(end.failed() || status >= 500);
                });
        if (context.request().uri().length() > limits.urlBytes()) {
            throw new Refusal(
                    ProblemType.URI_TOO_LONG,
                    "path and query are longer than " + limits.urlBytes() + " bytes");
        }
        if (headerBytes(context.request()) > limits.headerBytes()) {
            throw new Refusal(
                    ProblemType.HEADERS_TOO_LARGE,
                    "the header block is larger than " + limits.headerBytes() + " bytes");
        }
        context.next();
    }

    /** What the headers would take in HTTP/1.1; there they were counted as they came. */
    private static long headerBytes(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2) {
            return 0;
        }
        return request.headers().entries().stream()
                .mapToLong(
                        header ->
                                header.getKey().length()
                                        + SEPARATORS
                                        + (long) header.getValue().length())
                .sum();
    }
}
