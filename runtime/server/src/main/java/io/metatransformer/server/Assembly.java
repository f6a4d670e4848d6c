package io.metatransformer.server;

import io.metatransformer.core.MetaTransformer;
import io.metatransformer.server.bus.BusCatalogue;
import io.metatransformer.server.bus.BusDoor;
import io.metatransformer.server.bus.BusEvents;
import io.metatransformer.server.bus.BusInference;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.config.ServerConfig;
import io.metatransformer.server.health.Health;
import io.metatransformer.server.http.Access;
import io.metatransformer.server.http.BodyReader;
import io.metatransformer.server.http.ConnectionWatch;
import io.metatransformer.server.http.Endpoint;
import io.metatransformer.server.http.Failures;
import io.metatransformer.server.http.Front;
import io.metatransformer.server.http.HttpDoor;
import io.metatransformer.server.http.Routers;
import io.metatransformer.server.infer.Inference;
import io.metatransformer.server.infer.Questions;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.meter.ModelStatistics;
import io.metatransformer.server.meter.QueueWait;
import io.metatransformer.server.rest.AskHandler;
import io.metatransformer.server.rest.NativeSurface;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Puts a server together and opens its doors. */
final class Assembly {
    private static final int LONGEST_MINUTES = 5;

    private final ServerConfig config;
    private final MetaTransformer runtime;
    private final Vertx vertx;
    private final Limits limits;
    private final Calls calls;
    private final Tracing tracing;
    private final Meters meters = new Meters();
    private final ModelStatistics statistics = new ModelStatistics();
    private final QueueWait queueWait = new QueueWait();
    private final WorkerExecutor workers;
    private final Work work;
    private final Health health;
    private final RunningServer server;
    private final Inference inference;
    private final Questions questions;

    /** @param ownVertx whether Vert.x ends with the server */
    Assembly(
            ServerConfig config,
            MetaTransformer runtime,
            Vertx vertx,
            boolean ownVertx,
            Tracing tracing) {
        this.tracing = tracing;
        this.config = config;
        this.runtime = runtime;
        this.vertx = vertx;
        this.limits = config.limits();
        this.calls = new Calls(limits);
        String node = config.node().orElseGet(() -> UUID.randomUUID().toString());
        int threads = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());
        this.workers =
                vertx.createSharedWorkerExecutor(
                        "mt-server-" + UUID.randomUUID(),
                        threads,
                        LONGEST_MINUTES,
                        TimeUnit.MINUTES);
        this.work = new Work(vertx, workers);
        this.health = new Health(runtime, calls, config.preload(), limits.requestsInFlight());
        this.inference = new Inference(runtime, limits);
        this.questions = new Questions(limits);
        this.server = new RunningServer(vertx, ownVertx, config.drain(), node, calls);
    }

    Future<RunningServer> open() {
        server.atEnd(workers::close);
        listen();
        Promise<RunningServer> opened = Promise.promise();
        Future.succeededFuture()
                .compose(begun -> openDoors())
                .compose(done -> openBus())
                .onSuccess(done -> opened.complete(server))
                .onFailure(failure -> server.closeAll().onComplete(closed -> opened.fail(failure)));
        return opened.future();
    }

    private void listen() {
        meters.follow("mt.inflight", calls::inFlight);
        meters.follow("mt.body.bytes.held", calls::heldBytes);
        runtime.plugins().forEach(meters.listener()::plugin);
        List<Runnable> listening =
                Stream.of(meters.listener(), statistics, queueWait).map(runtime::listen).toList();
        server.atEnd(
                () -> {
                    listening.forEach(Runnable::run);
                    meters.close();
                    return Future.succeededFuture();
                });
        config.preload().forEach(runtime::load);
    }

    private Future<Void> openDoors() {
        NativeSurface surface = surface();
        ConnectionWatch connections = new ConnectionWatch(vertx, limits);
        Routers routers =
                new Routers(
                        vertx,
                        new Front(limits, connections, meters, tracing),
                        Access.of(config.security(), vertx),
                        calls,
                        new Failures(queueWait));
        int loops =
                config.http().eventLoops() > 0
                        ? config.http().eventLoops()
                        : Runtime.getRuntime().availableProcessors();
        boolean joined =
                config.http().enabled()
                        && config.management().port() == config.http().port()
                        && config.http().port() != 0;
        Future<Optional<HttpDoor>> forCallers =
                config.http().enabled()
                        ? door(
                                config.http().port(),
                                loops,
                                routers,
                                surface.forCallers(),
                                connections)
                        : Future.succeededFuture(Optional.empty());
        return forCallers
                .compose(
                        callers -> {
                            server.opened(callers, Optional.empty());
                            return config.management().enabled() && !joined
                                    ? door(
                                            config.management().port(),
                                            1,
                                            routers,
                                            surface.forOperators(),
                                            connections)
                                    : Future.succeededFuture(Optional.<HttpDoor>empty());
                        })
                .onSuccess(operators -> server.opened(forCallers.result(), operators))
                .mapEmpty();
    }

    private Future<Optional<HttpDoor>> door(
            int port,
            int loops,
            Routers routers,
            List<Endpoint> endpoints,
            ConnectionWatch connections) {
        return HttpDoor.open(vertx, config, port, loops, routers.of(endpoints), connections)
                .map(Optional::of);
    }

    private Future<Void> openBus() {
        if (!config.bus().enabled()) {
            return Future.succeededFuture();
        }
        Runnable endEvents = runtime.listen(new BusEvents(vertx.eventBus(), server.node()));
        BusDoor door =
                new BusDoor(
                        runtime,
                        calls,
                        workers,
                        new BusInference(
                                limits, calls, work, meters, tracing, questions, inference),
                        new BusCatalogue(runtime, health, workers),
                        server.node());
        return vertx.deployVerticle(door)
                .onSuccess(
                        id ->
                                server.atEnd(
                                        () -> {
                                            endEvents.run();
                                            return vertx.undeploy(id);
                                        }))
                .mapEmpty();
    }

    /** Every endpoint, bound to no port. */
    NativeSurface surface() {
        Path uploads =
                config.uploads().orElseGet(() -> Path.of(System.getProperty("java.io.tmpdir")));
        return new NativeSurface(
                runtime,
                inference,
                new AskHandler.Inside(
                        vertx,
                        limits,
                        calls,
                        questions,
                        new BodyReader(limits, calls, workers, uploads),
                        workers,
                        work),
                health,
                meters,
                statistics,
                server::shutdown);
    }
}
