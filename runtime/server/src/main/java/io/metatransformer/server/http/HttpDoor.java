package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.ext.web.Router;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One bound port, its connections shared between several event loops. */
public final class HttpDoor {
    /** An HTTP/2 header block this many times the limit is cut off by Netty, without a word of ours. */
    private static final int HEADERS_WORTH_READING = 4;

    /** Vert.x lets listeners of one negative port share whichever free port the first one gets. */
    private static final AtomicInteger ANY_PORT = new AtomicInteger();

    private final Vertx vertx;
    private final List<HttpServer> listeners = new CopyOnWriteArrayList<>();
    private String deployment;

    private HttpDoor(Vertx vertx) {
        this.vertx = vertx;
    }

    /**
     * Binds to {@code host:port}.
     *
     * @param port 0 for any that is free
     * @param eventLoops that share the connections
     */
    public static Future<HttpDoor> open(
            Vertx vertx,
            ServerConfig config,
            int port,
            int eventLoops,
            Router router,
            ConnectionWatch connections) {
        HttpDoor door = new HttpDoor(vertx);
        HttpServerOptions options =
                options(config)
                        .setHost(config.http().host())
                        .setPort(port == 0 ? -ANY_PORT.incrementAndGet() : port);
        return vertx.deployVerticle(
                        () -> door.new Listener(options, router, connections),
                        new DeploymentOptions().setInstances(eventLoops))
                .map(
                        id -> {
                            door.deployment = id;
                            return door;
                        });
    }

    private static HttpServerOptions options(ServerConfig config) {
        Limits limits = config.limits();
        HttpServerOptions options =
                new HttpServerOptions()
                        .setMaxInitialLineLength(limits.urlBytes() + "OPTIONS  HTTP/1.1".length())
                        .setMaxHeaderSize(limits.headerBytes())
                        .setCompressionSupported(false)
                        .setDecompressionSupported(false)
                        .setHandle100ContinueAutomatically(false)
                        .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                        .setWriteIdleTimeout(Math.toIntExact(limits.headerTime().toMillis()))
                        .setHttp2ClearTextEnabled(true)
                        .setInitialSettings(
                                new Http2Settings()
                                        .setMaxConcurrentStreams(limits.streams())
                                        .setMaxHeaderListSize(
                                                (long) HEADERS_WORTH_READING
                                                        * limits.headerBytes()));
        config.http().tls().ifPresent(tls -> secure(options, tls));
        return options;
    }

    private static void secure(HttpServerOptions options, ServerConfig.Tls tls) {
        options.setSsl(true)
                .setUseAlpn(true)
                .setKeyCertOptions(
                        new PemKeyCertOptions()
                                .addCertPath(tls.certificate().toString())
                                .addKeyPath(tls.key().toString()));
        tls.clientAuthorities()
                .ifPresent(
                        authorities ->
                                options.setClientAuth(ClientAuth.REQUEST)
                                        .setTrustOptions(
                                                new PemTrustOptions()
                                                        .addCertPath(authorities.toString())));
    }

    private final class Listener extends VerticleBase {
        private final HttpServerOptions options;
        private final Router router;
        private final ConnectionWatch connections;

        Listener(HttpServerOptions options, Router router, ConnectionWatch connections) {
            this.options = options;
            this.router = router;
            this.connections = connections;
        }

        @Override
        public Future<?> start() {
            HttpServer server =
                    vertx.createHttpServer(options)
                            .requestHandler(InvalidRequests.decodable(router))
                            .invalidRequestHandler(InvalidRequests::unreadable)
                            .connectionHandler(connections::opened);
            return server.listen().onSuccess(listeners::add);
        }
    }

    /** The port that is really bound. */
    public int port() {
        return listeners.get(0).actualPort();
    }

    /**
     * Takes no new connections, tells HTTP/2 clients to go away, and closes each connection when its running
     * requests are answered.
     *
     * @param patience after which connections are cut
     */
    public Future<Void> shutdown(Duration patience) {
        List<Future<Void>> closing =
                listeners.stream()
                        .map(server -> server.shutdown(patience.toMillis(), TimeUnit.MILLISECONDS))
                        .toList();
        return Future.join(closing)
                .transform(closed -> vertx.undeploy(deployment))
                .transform(undeployed -> Future.succeededFuture());
    }
}
