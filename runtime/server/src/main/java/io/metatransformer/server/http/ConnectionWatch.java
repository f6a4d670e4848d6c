package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.timeout.IdleStateHandler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.impl.HttpServerConnection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Closes connections that say nothing: whose first request does not come, or that stay silent between
 * requests. A header that trickles in counts as silence.
 *
 * <p>Vert.x tells of a connection only when it knows its protocol, which in clear text is when the first request
 * is there. Until then Netty watches: a server that has written nothing for that long has not been asked
 * anything. From then on this watch takes over, since Netty's would cut off requests that take their time.
 */
public final class ConnectionWatch {
    private final Vertx vertx;
    private final Limits limits;
    private final Map<HttpConnection, Watched> connections = new ConcurrentHashMap<>();

    public ConnectionWatch(Vertx vertx, Limits limits) {
        this.vertx = vertx;
        this.limits = limits;
    }

    /** Only touched by the event loop of its connection. */
    private static final class Watched {
        private long timer = -1;
        private int requests;
    }

    /** A connection was made. */
    public void opened(HttpConnection connection) {
        if (connection instanceof HttpServerConnection internal) {
            takeOver(internal.channelHandlerContext().pipeline());
        }
        Watched watched = new Watched();
        connections.put(connection, watched);
        arm(connection, watched, limits.headerTime().toMillis());
        connection.closeHandler(
                closed -> {
                    connections.remove(connection);
                    vertx.cancelTimer(watched.timer);
                });
    }

    private static void takeOver(ChannelPipeline pipeline) {
        if (pipeline.get(IdleStateHandler.class) != null) {
            pipeline.remove(IdleStateHandler.class);
        }
    }

    /** A request has begun. */
    void began(HttpConnection connection) {
        Watched watched = connections.get(connection);
        if (watched != null) {
            watched.requests++;
            vertx.cancelTimer(watched.timer);
        }
    }

    /** A request was answered. */
    void ended(HttpConnection connection) {
        Watched watched = connections.get(connection);
        if (watched != null && --watched.requests == 0) {
            arm(connection, watched, limits.idleTime().toMillis());
        }
    }

    private void arm(HttpConnection connection, Watched watched, long millis) {
        vertx.cancelTimer(watched.timer);
        watched.timer = vertx.setTimer(millis, t -> connection.close());
    }

    int open() {
        return connections.size();
    }
}
