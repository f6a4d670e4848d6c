package io.metatransformer.server.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.TimeUnit;

/**
 * Ends a response whose request may still be arriving. Closing at once would reset the connection, and a client
 * that is still sending would lose the answer; so the rest is read and thrown away, for a while.
 */
public final class Farewell {
    /** Longest that nothing may arrive. */
    private static final long SILENCE_MS = 2_000;

    /** Longest in all: enough for a slow line to see the answer, too short to be kept busy for ever. */
    private static final long LONGEST_MS = 30_000;

    private Farewell() {}

    /** @param close whether the connection shall end even if the request is complete */
    static void end(RoutingContext context, Buffer body, boolean close) {
        HttpServerRequest request = context.request();
        HttpServerResponse response = context.response();
        boolean first = request.version() != HttpVersion.HTTP_2;
        boolean arriving = !request.isEnded();
        if (first && (close || arriving)) {
            response.putHeader(HttpHeaders.CONNECTION, "close");
        }
        response.end(body);
        if (arriving) {
            linger(context);
        } else if (first && close) {
            request.connection().close();
        }
    }

    /**
     * After a response that ended before its request: reads on until the request ends, falls silent, or has
     * taken too long; then closes.
     */
    public static void linger(RoutingContext context) {
        HttpServerRequest request = context.request();
        boolean first = request.version() != HttpVersion.HTTP_2;
        long began = System.nanoTime();
        long[] heard = {began};
        request.handler(rest -> heard[0] = System.nanoTime());
        request.exceptionHandler(gone -> {});
        long timer =
                context.vertx()
                        .setPeriodic(
                                SILENCE_MS / 4,
                                id -> {
                                    long now = System.nanoTime();
                                    if (now - heard[0] > TimeUnit.MILLISECONDS.toNanos(SILENCE_MS)
                                            || now - began
                                                    > TimeUnit.MILLISECONDS.toNanos(LONGEST_MS)) {
                                        context.vertx().cancelTimer(id);
                                        if (first) {
                                            request.connection().close();
                                        } else {
                                            context.response().reset(0);
                                        }
                                    }
                                });
        request.endHandler(
                end -> {
                    context.vertx().cancelTimer(timer);
                    if (first) {
                        request.connection().close();
                    }
                });
        request.resume();
    }
}
