package io.metatransformer.server.bus;

import io.metatransformer.core.Reply;
import io.metatransformer.core.batch.Precedence;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Operation;
import io.metatransformer.server.call.Patience;
import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.call.Surface;
import io.metatransformer.server.call.Urgency;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.infer.Labels;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.meter.Meters;
import io.metatransformer.server.problem.ErrorFormat;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.Problems;
import io.metatransformer.server.trace.Trace;
import io.metatransformer.server.trace.TraceContext;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.eventbus.DeliveryOptions;
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
    private final Tracing tracing;

    BusCalls(Limits limits, Calls calls, Work work, Meters meters, Tracing tracing) {
        this.limits = limits;
        this.calls = calls;
        this.work = work;
        this.meters = meters;
        this.tracing = tracing;
    }

    /** Asks the runtime; on a worker. */
    interface Asking<T> {
        CompletionStage<T> ask(Question question, Call call, Duration decode);
    }

    /** A message, and the reply of the runtime that it tells of. */
    record Answer(Object body, Reply<?> reply) {}

    /**
     * Handles one message; on the event loop that got it.
     *
     * @param reading makes a question of the message; on a worker
     * @param finish writes what the runtime says; on a worker
     */
    <T> void handle(
            Message<Object> message,
            Operation operation,
            Function<Message<Object>, Question> reading,
            Asking<T> asking,
            Function<T, Answer> finish) {
        Received received = new Received(message, operation, trace(message));
        try {
            Duration patience =
                    Patience.of(null, message.headers().get(Addresses.DEADLINE), limits);
            Precedence precedence =
                    Urgency.bus(
                            message.headers().get(Addresses.PRIORITY),
                            message.headers().get(Addresses.TENANT));
            Call call = calls.admit(received.id(), Surface.BUS, operation, patience, precedence);
            work.run(
                            call,
                            () -> asked(received, reading, asking, call),
                            asked -> finished(received, asked, finish),
                            () -> {})
                    .onComplete(
                            done -> {
                                calls.done(call);
                                if (done.succeeded()) {
                                    reply(received, done.result());
                                } else {
                                    fail(received, done.cause());
                                }
                            });
        } catch (RuntimeException e) {
            fail(received, e);
        }
    }

    private Trace trace(Message<Object> message) {
        return Trace.begin(
                tracing,
                message.address(),
                TraceContext.read(
                        message.headers().getAll(TraceContext.PARENT),
                        message.headers().getAll(TraceContext.STATE)));
    }

    /** One message under way. */
    private record Received(
            Message<Object> message, Operation operation, Trace trace, String id, long began) {
        Received(Message<Object> message, Operation operation, Trace trace) {
            this(
                    message,
                    operation,
                    trace,
                    RequestId.of(message.headers().get(Addresses.REQUEST_ID)),
                    System.nanoTime());
        }
    }

    /** @param nanos when the runtime was asked */
    private record Asked<T>(T outcome, long nanos) {}

    private static <T> CompletionStage<Asked<T>> asked(
            Received received,
            Function<Message<Object>, Question> reading,
            Asking<T> asking,
            Call call) {
        long began = System.nanoTime();
        Question question = reading.apply(received.message());
        received.trace().stage("decode", began);
        long asked = System.nanoTime();
        return asking.ask(question, call, Duration.ofNanos(asked - began))
                .thenApply(outcome -> new Asked<>(outcome, asked));
    }

    private static <T> Answer finished(
            Received received, Asked<T> asked, Function<T, Answer> finish) {
        long began = System.nanoTime();
        Answer answer = finish.apply(asked.outcome());
        received.trace().stages(answer.reply(), asked.nanos());
        received.trace().stage("serialize", began);
        return answer;
    }

    private void reply(Received received, Answer answer) {
        Reply<?> reply = answer.reply();
        count(received, Labels.modality(reply), reply.provenance().model(), 200);
        TraceContext context = received.trace().context();
        DeliveryOptions options =
                new DeliveryOptions()
                        .addHeader(Addresses.REQUEST_ID, received.id())
                        .addHeader(TraceContext.PARENT, context.header());
        if (!context.state().isEmpty()) {
            options.addHeader(TraceContext.STATE, context.state());
        }
        received.message().reply(answer.body(), options);
        received.trace().end(false);
    }

    private void fail(Received received, Throwable cause) {
        Problem problem = Problems.of(cause, received.id());
        int status = problem.type().status();
        count(received, "none", "none", status);
        fail(received.message(), problem, received.id());
        received.trace().put("mt.status", Integer.toString(status));
        received.trace().end(status >= 500);
    }

    /** The failure code is the status, its message the problem document. */
    static void fail(Message<Object> message, Problem problem, String id) {
        byte[] document = ErrorFormat.PROBLEM_JSON.body(problem, id);
        message.fail(problem.type().status(), new String(document, StandardCharsets.UTF_8));
    }

    private void count(Received received, String modality, String model, int status) {
        meters.request(
                Surface.BUS.label(),
                received.operation().label(),
                modality,
                model,
                Integer.toString(status),
                Duration.ofNanos(System.nanoTime() - received.began()));
    }
}
