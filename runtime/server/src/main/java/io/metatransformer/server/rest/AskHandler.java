package io.metatransformer.server.rest;

import io.metatransformer.core.Reply;
import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Patience;
import io.metatransformer.server.call.Surface;
import io.metatransformer.server.call.Urgency;
import io.metatransformer.server.call.Work;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.http.Accepts;
import io.metatransformer.server.http.BodyReader;
import io.metatransformer.server.http.Compressed;
import io.metatransformer.server.http.Exchange;
import io.metatransformer.server.http.Sending;
import io.metatransformer.server.infer.Labels;
import io.metatransformer.server.infer.Question;
import io.metatransformer.server.infer.Questions;
import io.metatransformer.server.infer.Rendered;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Takes one question from its first byte to the last byte of its answer: admitted before its body is read,
 * parsed and answered off the event loop, given up when its caller goes away or its time is over.
 */
public final class AskHandler implements Handler<RoutingContext> {
    private final Answering answering;
    private final Inside inside;

    /** What all questions need. */
    public record Inside(
            Vertx vertx,
            Limits limits,
            Calls calls,
            Questions questions,
            BodyReader bodies,
            WorkerExecutor workers,
            Work work) {}

    AskHandler(Answering answering, Inside inside) {
        this.answering = answering;
        this.inside = inside;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Exchange exchange = Exchange.of(context);
        String accepted = Accepts.best(context, answering.contentTypes());
        Map<String, String> fixed = answering.fixed(context);
        Sources sources =
                Sources.of(
                        context,
                        inside.questions(),
                        fixed,
                        answering.json(),
                        answering.parameters());
        answering.requireRoom(Optional.ofNullable(fixed.get("model")));
        Call call =
                inside.calls()
                        .admit(
                                exchange.id(),
                                Surface.NATIVE,
                                exchange.operation(),
                                patience(request),
                                Urgency.http(request.getHeader("Priority"), exchange.client()));
        context.addEndHandler(
                end -> {
                    if (end.failed()) {
                        call.cancellation().cancel();
                    }
                });
        inside.bodies()
                .read(request)
                .onSuccess(arrived -> exchange.trace().stage("receive", exchange.startNanos()))
                .compose(arrived -> answered(context, call, sources, arrived, accepted))
                .onComplete(
                        done -> {
                            inside.calls().done(call);
                            if (done.succeeded()) {
                                send(context, done.result());
                            } else {
                                context.fail(done.cause());
                            }
                        });
    }

    private Duration patience(HttpServerRequest request) {
        return Patience.of(
                request.getHeader("Request-Timeout"),
                request.getHeader("X-Request-Timeout-Ms"),
                inside.limits());
    }

    private Future<Rendered> answered(
            RoutingContext context,
            Call call,
            Sources sources,
            BodyReader.Arrived arrived,
            String accepted) {
        Exchange exchange = Exchange.of(context);
        long began = System.nanoTime();
        return inside.work()
                .run(
                        call,
                        () -> {
                            Question question = sources.question(arrived.body());
                            exchange.trace().stage("decode", began);
                            long asked = System.nanoTime();
                            return answering
                                    .answer(
                                            question,
                                            call,
                                            Duration.ofNanos(asked - began),
                                            context,
                                            accepted)
                                    .thenApply(answered -> new Asked(answered, asked));
                        },
                        asked -> {
                            Reply<?> reply = asked.answered().reply();
                            exchange.concerns(reply.provenance().model(), Labels.modality(reply));
                            exchange.trace().stages(reply, asked.nanos());
                            return rendered(context, asked.answered(), accepted);
                        },
                        arrived::close);
    }

    /** @param nanos when the runtime was asked */
    private record Asked(Answering.Answered answered, long nanos) {}

    private static Rendered rendered(
            RoutingContext context, Answering.Answered answered, String accepted) {
        long began = System.nanoTime();
        Rendered rendered = Compressed.forClient(answered.render(accepted), context.request());
        Exchange.of(context).trace().stage("serialize", began);
        return rendered;
    }

    private void send(RoutingContext context, Rendered rendered) {
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        rendered.headers().forEach(response::putHeader);
        response.putHeader(HttpHeaders.CONTENT_TYPE, rendered.contentType());
        Sending.end(inside.vertx(), context.request(), rendered.body(), inside.limits().idleTime());
    }
}
