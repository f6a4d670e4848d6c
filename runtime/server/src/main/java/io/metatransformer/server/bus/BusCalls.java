package io.metatransformer.server.bus;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Operation;
import io.metatransformer.server.call.Patience;
import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.call.Surface;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Labels;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.problem.ErrorFormat;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.Problems;
import io.vertx.core.eventbus.Message;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Takes questions from their headers to a reply or a failure, as the handlers of HTTP do. */
final class BusCalls {
    private final Limits limits;
    private final Calls calls;
    private final Work work;
    private final Meters meters;

    BusCalls(Limits limits, Calls calls, Work work, Meters meters) {
        this.limits = limits;
        this.calls = calls;
        this.work = work;
        this.meters = meters;
    }

    /** Reads a message and asks the runtime; on a worker. */
    interface Question<T> {
        CompletionStage<T> ask(Message<Object> message, Call call);
    }

    /**
     * A reply.
     *
     * @param model that answered, for metrics
     * @param modality likewise
     */
    record Answer(Object body, String model, String modality) {
        static Answer of(Object body, Reply<?> reply) {
            return new Answer(body, reply.provenance().model(), Labels.modality(reply));
        }
    }

    /**
     * Handles one message; on the event loop that got it.
     *
     * @param finish writes what the runtime says; on a worker
     */
    <T> void handle(
            Message<Object> message,
            Operation operation,
            Question<T> question,
            Function<T, Answer> finish) {
        long began = System.nanoTime();
        String id = RequestId.of(message.headers().get(Addresses.REQUEST_ID));
        try {
            Duration patience =
                    Patience.of(null, message.headers().get(Addresses.DEADLINE), limits);
            Call call = calls.admit(id, Surface.BUS, operation, patience);
            work.run(call, () -> question.ask(message, call), finish, () -> {})
                    .onComplete(
                            done -> {
                                calls.done(call);
                                if (done.succeeded()) {
                                    count(operation, done.result(), 200, began);
                                    message.reply(done.result().body());
                                } else {
                                    fail(message, done.cause(), id, operation, began);
                                }
                            });
        } catch (RuntimeException e) {
            fail(message, e, id, operation, began);
        }
    }

    private void fail(
            Message<Object> message, Throwable cause, String id, Operation operation, long began) {
        Problem problem = Problems.of(cause, id);
        count(operation, new Answer(null, "none", "none"), problem.type().status(), began);
        fail(message, problem, id);
    }

    /** The failure code is the status, its message the problem document. */
    static void fail(Message<Object> message, Problem problem, String id) {
        byte[] document = ErrorFormat.PROBLEM_JSON.body(problem, id);
        message.fail(problem.type().status(), new String(document, StandardCharsets.UTF_8));
    }

    private void count(Operation operation, Answer answer, int status, long began) {
        meters.request(
                Surface.BUS.label(),
                operation.label(),
                answer.modality(),
                answer.model(),
                Integer.toString(status),
                Duration.ofNanos(System.nanoTime() - began));
    }
}
