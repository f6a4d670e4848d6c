package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpConnection;
import io.vertx.ext.web.RoutingContext;

/** The first handler of every request: names it, measures it, and checks what HTTP/2 does not. */
public final class Front implements Handler<RoutingContext> {
    private final Limits limits;
    private final ConnectionWatch connections;
    private final Meters meters;

    public Front(Limits limits, ConnectionWatch connections, Meters meters) {
        this.limits = limits;
        this.connections = connections;
        this.meters = meters;
    }

    @Override
    public void handle(RoutingContext context) {
        Exchange exchange = Exchange.of(context);
        HttpConnection connection = context.request().connection();
        connections.began(connection);
        context.addEndHandler(
                end -> {
                    connections.ended(connection);
                    meters.request(exchange, context.response().getStatusCode(), end.failed());
                });
        if (context.request().uri().length() > limits.urlBytes()) {
            throw new Refusal(
                    ProblemType.URI_TOO_LONG,
                    "path and query are longer than " + limits.urlBytes() + " bytes");
        }
        context.next();
    }
}
