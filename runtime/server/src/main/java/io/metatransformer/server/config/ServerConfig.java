package io.metatransformer.server.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How the server is set up. {@link #DEFAULT} binds to loopback, needs no credentials and writes nothing but
 * uploads; {@link ConfigReader} reads changes to it from a file.
 *
 * @param node name of this process on the event bus; absent for one drawn at random
 * @param preload models that must be loaded and warmed up before the server says it is ready
 * @param uploads folder under which uploaded files wait for their answer; absent for the system's own
 */
public record ServerConfig(
        Http http,
        Management management,
        Bus bus,
        Security security,
        Limits limits,
        Drain drain,
        Optional<String> node,
        List<String> preload,
        Optional<Path> uploads) {

    public static final ServerConfig DEFAULT =
            new ServerConfig(
                    new Http(true, "127.0.0.1", 8080, Optional.empty(), 0),
                    new Management(true, 9090),
                    new Bus(true),
                    Security.NONE,
                    Limits.DEFAULT,
                    new Drain(Duration.ofSeconds(5), Duration.ofSeconds(30)),
                    Optional.empty(),
                    List.of(),
                    Optional.empty());

    public ServerConfig {
        preload = List.copyOf(preload);
    }

    /**
     * The door for callers.
     *
     * @param enabled whether it is opened at all
     * @param host address to bind to
     * @param port to bind to; 0 for any that is free
     * @param tls absent for clear text
     * @param eventLoops that share the connections; 0 for one per processor
     */
    public record Http(boolean enabled, String host, int port, Optional<Tls> tls, int eventLoops) {}

    /**
     * The door for operators, on the host of {@link Http}: metrics, health, plugins.
     *
     * @param port to bind to; 0 for any that is free
     */
    public record Management(boolean enabled, int port) {}

    /**
     * Files in PEM.
     *
     * @param certificate chain of the server
     * @param key its private key
     * @param clientAuthorities that vouch for certificates of clients; absent if none is asked for
     */
    public record Tls(Path certificate, Path key, Optional<Path> clientAuthorities) {}

    /**
     * The addresses {@code mt.v1.*}.
     *
     * @param enabled whether they are served
     */
    public record Bus(boolean enabled) {}

    /**
     * How the server ends.
     *
     * @param grace for load balancers to notice, while new work is refused but the doors stay open
     * @param timeout for running work to finish
     */
    public record Drain(Duration grace, Duration timeout) {}

    public ServerConfig withHttp(Http other) {
        return new ServerConfig(
                other, management, bus, security, limits, drain, node, preload, uploads);
    }

    public ServerConfig withManagement(Management other) {
        return new ServerConfig(http, other, bus, security, limits, drain, node, preload, uploads);
    }

    public ServerConfig withSecurity(Security other) {
        return new ServerConfig(
                http, management, bus, other, limits, drain, node, preload, uploads);
    }

    public ServerConfig withLimits(Limits other) {
        return new ServerConfig(
                http, management, bus, security, other, drain, node, preload, uploads);
    }

    public ServerConfig withDrain(Drain other) {
        return new ServerConfig(
                http, management, bus, security, limits, other, node, preload, uploads);
    }

    public ServerConfig withPreload(List<String> models) {
        return new ServerConfig(
                http, management, bus, security, limits, drain, node, models, uploads);
    }

    public ServerConfig withUploads(Path folder) {
        return new ServerConfig(
                http, management, bus, security, limits, drain, node, preload, Optional.of(folder));
    }
}
