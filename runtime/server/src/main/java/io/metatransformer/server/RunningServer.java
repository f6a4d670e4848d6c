package io.metatransformer.server;

import io.metatransformer.server.call.Calls;
import io.metatransformer.server.config.ServerConfig;
import io.metatransformer.server.http.HttpDoor;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/** A server whose doors are open. Thread-safe. */
public final class RunningServer {
    /** What connections get to send their last bytes once all work is done. */
    private static final Duration LAST_BYTES = Duration.ofSeconds(1);

    private final Vertx vertx;
    private final ServerConfig.Drain drain;
    private final String node;
    private final Calls calls;
    private final List<Supplier<Future<?>>> closing = new ArrayList<>();
    private final Supplier<Future<Void>> lastly;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final Promise<Boolean> ended = Promise.promise();
    private volatile Optional<HttpDoor> http = Optional.empty();
    private volatile Optional<HttpDoor> management = Optional.empty();

    /** @param ownVertx whether Vert.x ends with the server */
    RunningServer(
            Vertx vertx, boolean ownVertx, ServerConfig.Drain drain, String node, Calls calls) {
        this.lastly = ownVertx ? vertx::close : Future::succeededFuture;
        this.vertx = vertx;
        this.drain = drain;
        this.node = node;
        this.calls = calls;
    }

    void opened(Optional<HttpDoor> forCallers, Optional<HttpDoor> forOperators) {
        http = forCallers;
        management = forOperators;
    }

    /** Something to be closed at the end; the last one added is the first one closed. */
    void atEnd(Supplier<Future<?>> close) {
        closing.add(close);
    }

    /** The port for callers that is really bound; empty if that door is not opened. */
    public OptionalInt httpPort() {
        return http.stream().mapToInt(HttpDoor::port).findFirst();
    }

    /** The port for operators; empty if it is not opened, or joined with the other one. */
    public OptionalInt managementPort() {
        return management.stream().mapToInt(HttpDoor::port).findFirst();
    }

    /** Name of this process on the event bus: it also listens at {@code <address>@<node>}. */
    public String node() {
        return node;
    }

    /**
     * Ends gracefully: says at once that it is not ready and refuses new work, keeps the doors open for the grace
     * period, lets running work finish within its time, then closes. Repeated calls change nothing.
     *
     * @return whether everything that ran was finished; false if work had to be cut
     */
    public Future<Boolean> shutdown() {
        return end(drain.grace(), drain.timeout());
    }

    /** Ends at once: running work is taken back. */
    public Future<Void> close() {
        return end(Duration.ZERO, Duration.ZERO).mapEmpty();
    }

    /** Completes when the server has ended, whoever asked for it; true if everything was finished. */
    public Future<Boolean> ended() {
        return ended.future();
    }

    private Future<Boolean> end(Duration grace, Duration timeout) {
        if (ending.compareAndSet(false, true)) {
            Future<Void> idle =
                    Future.fromCompletionStage(calls.drain(), vertx.getOrCreateContext());
            after(grace)
                    .compose(noticed -> Future.any(idle, after(timeout)))
                    .compose(
                            waited -> {
                                boolean drained = calls.inFlight() == 0;
                                calls.cancelAll();
                                return closeAll().map(drained);
                            })
                    .onComplete(ended);
        }
        return ended.future();
    }

    private Future<Void> after(Duration time) {
        return time.isZero() ? Future.succeededFuture() : vertx.timer(time.toMillis()).mapEmpty();
    }

    /**
     * Every step is tried, even if one before it fails.
     *
     * @return belongs to no event loop, so that it can complete when there is none left
     */
    Future<Void> closeAll() {
        Future<Void> steps =
                Future.join(http.stream().map(this::shutdown).toList())
                        .transform(
                                closed ->
                                        Future.join(
                                                management.stream().map(this::shutdown).toList()))
                        .mapEmpty();
        List<Supplier<Future<?>>> rest = new ArrayList<>(closing);
        Collections.reverse(rest);
        for (Supplier<Future<?>> step : rest) {
            steps = steps.transform(done -> step.get().mapEmpty());
        }
        Promise<Void> all = Promise.promise();
        steps.onComplete(done -> lastly.get().onComplete(last -> all.complete()));
        return all.future();
    }

    private Future<Void> shutdown(HttpDoor door) {
        return door.shutdown(LAST_BYTES);
    }
}
