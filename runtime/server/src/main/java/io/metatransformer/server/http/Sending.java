package io.metatransformer.server.http;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.time.Duration;

/** Sends a large body piece by piece, as fast as its reader takes it; gives up on one who has stopped reading. */
public final class Sending {
    private static final int PIECE = 1 << 16;

    private final Vertx vertx;
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final byte[] body;
    private final long patienceMillis;
    private int sent;
    private long timer = -1;

    private Sending(Vertx vertx, HttpServerRequest request, byte[] body, Duration patience) {
        this.vertx = vertx;
        this.request = request;
        this.response = request.response();
        this.body = body;
        this.patienceMillis = patience.toMillis();
    }

    /**
     * Answers {@code request} with {@code body}. On its event loop.
     *
     * @param patience longest that the reader may take nothing
     */
    public static void end(Vertx vertx, HttpServerRequest request, byte[] body, Duration patience) {
        if (body.length <= PIECE) {
            request.response().end(Buffer.buffer(body));
            return;
        }
        request.response().putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length));
        new Sending(vertx, request, body, patience).next();
    }

    private void next() {
        vertx.cancelTimer(timer);
        while (sent < body.length) {
            if (response.closed()) {
                return;
            }
            if (response.writeQueueFull()) {
                timer = vertx.setTimer(patienceMillis, t -> HangUp.on(request));
                response.drainHandler(drained -> next());
                return;
            }
            int length = Math.min(PIECE, body.length - sent);
            response.write(Buffer.buffer(length).appendBytes(body, sent, length));
            sent += length;
        }
        response.end();
    }
}
