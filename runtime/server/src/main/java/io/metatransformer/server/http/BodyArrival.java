package io.metatransformer.server.http;

import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;

/** One body on its way in. Lives on the event loop of its connection; its sink may block, and then does so elsewhere. */
final class BodyArrival {
    private final HttpServerRequest request;
    private final Sink sink;
    private final BodyBudget budget;
    private final Limits limits;
    private final WorkerExecutor workers;
    private final Context context = Vertx.currentContext();
    private final Promise<Body> arrived = Promise.promise();
    private final long timer;

    private long received;
    private long receivedAtTick;
    private boolean writing;
    private boolean over;

    BodyArrival(
            HttpServerRequest request,
            Sink sink,
            BodyBudget budget,
            Limits limits,
            WorkerExecutor workers) {
        this.request = request;
        this.sink = sink;
        this.budget = budget;
        this.limits = limits;
        this.workers = workers;
        this.timer =
                context.owner().setPeriodic(limits.progressTime().toMillis(), t -> checkProgress());
    }

    Future<Body> read() {
        request.exceptionHandler(
                gone ->
                        fail(
                                new Refusal(
                                        ProblemType.REQUEST_TIMEOUT,
                                        "the connection was closed before the body was complete")));
        request.handler(this::take);
        request.endHandler(end -> complete());
        return arrived.future();
    }

    private void take(Buffer piece) {
        if (over) {
            return;
        }
        try {
            received += piece.length();
            budget.checkLength(received);
            budget.hold(piece.length());
        } catch (Refusal e) {
            fail(e);
            return;
        }
        byte[] bytes = piece.getBytes();
        if (!sink.blocks()) {
            sink.write(bytes);
            return;
        }
        writing = true;
        request.pause();
        workers.executeBlocking(
                        () -> {
                            sink.write(bytes);
                            return null;
                        },
                        false)
                .onComplete(written -> written(written.cause()));
    }

    private void written(Throwable failure) {
        writing = false;
        if (over) {
            abortSink();
            return;
        }
        if (failure != null) {
            fail(failure);
        }
        request.resume();
    }

    private void complete() {
        if (over) {
            return;
        }
        over = true;
        context.owner().cancelTimer(timer);
        workers.executeBlocking(sink::finish, false)
                .onSuccess(arrived::complete)
                .onFailure(
                        failure -> {
                            abortSink();
                            arrived.fail(failure);
                        });
    }

    private void checkProgress() {
        if (!writing && received - receivedAtTick < limits.progressBytes()) {
            fail(
                    new Refusal(
                            ProblemType.REQUEST_TIMEOUT,
                            "less than "
                                    + limits.progressBytes()
                                    + " bytes of the body arrived within "
                                    + limits.progressTime().toMillis()
                                    + " ms"));
        }
        receivedAtTick = received;
    }

    private void fail(Throwable failure) {
        if (over) {
            return;
        }
        over = true;
        context.owner().cancelTimer(timer);
        if (!writing) {
            abortSink();
        }
        arrived.fail(failure);
    }

    /** The memory stays counted until the sink has let go of it. */
    private void abortSink() {
        workers.executeBlocking(
                        () -> {
                            sink.abort();
                            return null;
                        },
                        false)
                .onComplete(done -> budget.release());
    }
}
