package io.metatransformer.server;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.server.config.ServerConfig;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.function.Supplier;

/** Opens the doors of a runtime. */
public final class Server {
    private Server() {}

    /**
     * Binds the ports and the bus addresses.
     *
     * @param runtime stays the caller's own: it is neither drained nor closed when the server ends
     * @param vertx stays the caller's own too
     * @return fails with {@link ErrorCode#BAD_CONFIG} if the settings would expose the server, and with what
     *     the machine says if a port cannot be bound; nothing stays open then
     */
    public static Future<RunningServer> start(
            ServerConfig config, MetaTransformer runtime, Vertx vertx) {
        return start(config, runtime, vertx, Tracing.NONE);
    }

    /**
     * As above, and tells of every request.
     *
     * @param tracing that exports spans
     */
    public static Future<RunningServer> start(
            ServerConfig config, MetaTransformer runtime, Vertx vertx, Tracing tracing) {
        return open(config, () -> new Assembly(config, runtime, vertx, false, tracing));
    }

    /** As above, with a Vert.x of its own that ends with the server. */
    public static Future<RunningServer> start(ServerConfig config, MetaTransformer runtime) {
        return open(config, () -> new Assembly(config, runtime, Vertx.vertx(), true, Tracing.NONE));
    }

    private static Future<RunningServer> open(ServerConfig config, Supplier<Assembly> assembly) {
        try {
            checkExposure(config);
            return assembly.get().open();
        } catch (MetaTransformerException e) {
            return Future.failedFuture(e);
        }
    }

    private static void checkExposure(ServerConfig config) {
        boolean guarded =
                config.security().allowAnonymous() || config.security().asksForCredentials();
        if (!guarded && !isLoopback(config.http().host())) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "'"
                            + config.http().host()
                            + "' can be reached from other machines, and nobody has to say who he is:"
                            + " bind to 127.0.0.1, or set security.keys, jwt or certificates, or set"
                            + " security.allow-anonymous to true");
        }
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
