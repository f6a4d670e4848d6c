package io.metatransformer.cli;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.core.MetaTransformer;
import io.metatransformer.server.RunningServer;
import io.metatransformer.server.Server;
import io.metatransformer.server.config.ConfigReader;
import io.metatransformer.server.config.ServerConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Answers over HTTP and the event bus until it is told to end. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description =
                "Answers over HTTP, and on the event bus, until it is told to end (SIGTERM, Ctrl-C);"
                        + " finishes what runs first.",
        footer = {
            "",
            "Ends with 0 when everything was finished, with 3 when running work had to be cut.",
            "Examples:",
            "  metatransformer serve --allow-random-weights",
            "  metatransformer serve --cluster",
            "",
            ExitCodes.HELP
        })
final class ServeCommand implements Callable<Integer> {
    /** Running work had to be cut. */
    private static final int CUT = 3;

    @Spec private CommandSpec spec;
    @Mixin private InstallationOptions installation;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of the server, YAML or JSON; options here go before them.")
    private Path config;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Address to bind to (else 127.0.0.1).")
    private String host;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port for callers (else 8080); 0 for any that is free.")
    private Integer port;

    @Option(
            names = "--management-port",
            paramLabel = "PORT",
            description = "Port for operators: health, metrics, plugins (else 9090); 0 for any.")
    private Integer managementPort;

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            description =
                    "How long the doors stay open at the end, for load balancers to notice (else 5).")
    private Integer grace;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Model of requests that name none, loaded before the server is ready.")
    private String model = InstallationOptions.DEFAULT_MODEL;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            arity = "0..1",
            fallbackValue = SharedBus.DEFAULT_NAME,
            description =
                    "Shares the event bus with the Vert.x programs of this machine that join the Hazelcast"
                            + " cluster of that name (else '${FALLBACK-VALUE}'). No API key is asked there.")
    private String cluster;

    @Option(
            names = "--allow-random-weights",
            description =
                    "Answers with models whose weights were never trained; every answer says so.")
    private boolean allowRandomWeights;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = Terminal.of(spec);
        try (MetaTransformer mt =
                installation
                        .builder()
                        .defaultModel(model)
                        .allowRandomWeights(allowRandomWeights)
                        .build()) {
            ServerConfig settings = settings(mt);
            Vertx vertx = cluster == null ? Vertx.vertx() : await(SharedBus.join(cluster));
            try {
                RunningServer server = await(Server.start(settings, mt, vertx));
                Thread hook = new Thread(() -> end(server, mt), "mt-shutdown");
                Runtime.getRuntime().addShutdownHook(hook);
                announce(terminal, settings, server);
                return await(server.ended()) ? ExitCodes.OK : CUT;
            } finally {
                await(vertx.close());
            }
        }
    }

    private ServerConfig settings(MetaTransformer mt) {
        ServerConfig settings = config == null ? ServerConfig.DEFAULT : ConfigReader.read(config);
        ServerConfig.Http http = settings.http();
        settings =
                settings.withHttp(
                        new ServerConfig.Http(
                                http.enabled(),
                                host == null ? http.host() : host,
                                port == null ? http.port() : port,
                                http.tls(),
                                http.eventLoops()));
        if (managementPort != null) {
            settings =
                    settings.withManagement(
                            new ServerConfig.Management(
                                    settings.management().enabled(), managementPort));
        }
        if (grace != null) {
            settings =
                    settings.withDrain(
                            new ServerConfig.Drain(
                                    Duration.ofSeconds(grace), settings.drain().timeout()));
        }
        boolean present = mt.models().stream().anyMatch(each -> each.name().equals(model));
        return settings.preload().isEmpty() && present
                ? settings.withPreload(List.of(model))
                : settings;
    }

    private void announce(Terminal terminal, ServerConfig settings, RunningServer server) {
        String scheme = settings.http().tls().isPresent() ? "https" : "http";
        String address = scheme + "://" + settings.http().host() + ":";
        server.httpPort()
                .ifPresent(bound -> terminal.println("serving on " + address + bound + "/api/v1"));
        server.managementPort()
                .ifPresent(
                        bound ->
                                terminal.println(
                                        "health and metrics on "
                                                + address
                                                + bound
                                                + "/health/ready"));
        if (cluster != null) {
            terminal.println("event bus of cluster '" + cluster + "', on loopback");
        }
        if (allowRandomWeights) {
            terminal.warn(
                    "random weights are allowed: answers of UNTRAINED models have no meaning, and say so");
        }
    }

    /** The process was told to end: its exit code is ours to choose only by halting. */
    private static void end(RunningServer server, MetaTransformer mt) {
        boolean finished = false;
        try {
            finished = await(server.shutdown());
            mt.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(finished ? ExitCodes.OK : CUT);
        }
    }

    private static <T> T await(Future<T> future) throws InterruptedException {
        try {
            return future.toCompletionStage().toCompletableFuture().get();
        } catch (ExecutionException e) {
            throw refusal(e.getCause());
        }
    }

    private static RuntimeException refusal(Throwable cause) {
        return cause instanceof MetaTransformerException refusal
                ? refusal
                : new MetaTransformerException(
                        ErrorCode.IO_ERROR,
                        "the server cannot start: " + cause.getMessage(),
                        cause);
    }
}
