package io.metatransformer.server.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.impl.HttpServerConnection;

/**
 * Leaves a caller who takes nothing any more. Vert.x closes a connection of HTTP/1.1 only when all that was written
 * has left, which is what will never happen here; so its channel is closed below it.
 */
public final class HangUp {
    private HangUp() {}

    /** At once, whatever still waits to be sent; a stream of HTTP/2 alone, its connection stays. */
    public static void on(HttpServerRequest request) {
        if (request.version() != HttpVersion.HTTP_2
                && request.connection() instanceof HttpServerConnection internal) {
            internal.channelHandlerContext().close();
        } else {
            request.response().reset();
        }
    }
}
