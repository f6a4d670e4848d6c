package io.metatransformer.server.call;

import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Runs calls: begun and finished on workers, in the runtime's hands between, and not waited for when late. */
public final class Work {
    /** By so much the runtime's own refusal of a late item comes before ours of the whole call. */
    private static final long GRACE_MS = 250;

    private final Vertx vertx;
    private final WorkerExecutor workers;

    public Work(Vertx vertx, WorkerExecutor workers) {
        this.vertx = vertx;
        this.workers = workers;
    }

    /**
     * Runs a call that has arrived whole. From an event loop, to which the result returns.
     *
     * @param begin parses, and asks the runtime; on a worker
     * @param finish makes the answer of what the runtime says; on a worker
     * @param atEnd frees what the call held, once nothing runs any more; on a worker
     */
    public <T, R> Future<R> run(
            Call call, Callable<CompletionStage<T>> begin, Function<T, R> finish, Runnable atEnd) {
        call.arrived();
        Context loop = vertx.getOrCreateContext();
        Future<R> answer =
                workers.executeBlocking(begin, false)
                        .compose(stage -> Future.fromCompletionStage(stage, loop))
                        .compose(
                                reply -> workers.executeBlocking(() -> finish.apply(reply), false));
        return inTime(call, answer.eventually(() -> onWorker(atEnd)));
    }

    private Future<Void> onWorker(Runnable step) {
        return workers.executeBlocking(
                () -> {
                    step.run();
                    return null;
                },
                false);
    }

    /** Ends waiting shortly after the deadline, whatever a plugin may still be busy with. */
    private <R> Future<R> inTime(Call call, Future<R> answer) {
        Promise<R> first = Promise.promise();
        long timer =
                vertx.setTimer(
                        call.deadline().left().toMillis() + GRACE_MS,
                        t -> {
                            call.cancellation().cancel();
                            first.tryFail(late(call));
                        });
        answer.onComplete(
                done -> {
                    vertx.cancelTimer(timer);
                    if (done.succeeded()) {
                        first.tryComplete(done.result());
                    } else {
                        first.tryFail(done.cause());
                    }
                });
        return first.future();
    }

    private static Refusal late(Call call) {
        return new Refusal(
                ProblemType.DEADLINE_EXCEEDED,
                "no answer within " + call.patience().toMillis() + " ms");
    }
}
