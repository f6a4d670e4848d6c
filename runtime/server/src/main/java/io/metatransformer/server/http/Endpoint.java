package io.metatransformer.server.http;

import io.metatransformer.server.call.Operation;
import io.metatransformer.server.config.Scope;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;

/**
 * One method of one path.
 *
 * @param path with names in braces, as OpenAPI writes it
 * @param scope that its caller needs; absent if it is open
 */
public record Endpoint(
        HttpMethod method,
        String path,
        Optional<Scope> scope,
        Operation operation,
        Handler<RoutingContext> handler) {

    public static Endpoint open(
            HttpMethod method, String path, Operation operation, Handler<RoutingContext> handler) {
        return new Endpoint(method, path, Optional.empty(), operation, handler);
    }

    public static Endpoint guarded(
            HttpMethod method,
            String path,
            Scope scope,
            Operation operation,
            Handler<RoutingContext> handler) {
        return new Endpoint(method, path, Optional.of(scope), operation, handler);
    }

    /** The path as the router writes it. */
    String routerPath() {
        return path.replaceAll("\\{(\\w+)\\}", ":$1");
    }
}
