package io.metatransformer.server.http;

import io.metatransformer.server.problem.ErrorFormat;
import io.metatransformer.server.problem.Problem;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.ProblemType.Retry;
import io.metatransformer.server.problem.Problems;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.time.Duration;
import java.util.function.Supplier;

/** Writes every error of every surface; what the framework finds wrong passes through here as well. */
public final class Failures {
    private static final int[] OF_THE_FRAMEWORK = {
        400, 404, 405, 406, 413, 414, 415, 431, 500, 503
    };

    private final Supplier<Duration> queueWait;

    /** @param queueWait how long a refused caller should wait, as things stand */
    public Failures(Supplier<Duration> queueWait) {
        this.queueWait = queueWait;
    }

    /** Takes over what routes and the router itself report. */
    public void on(Router router) {
        router.route().failureHandler(this::write);
        for (int status : OF_THE_FRAMEWORK) {
            router.errorHandler(status, this::write);
        }
    }

    private void write(RoutingContext context) {
        Throwable failure = context.failure();
        write(
                context,
                failure == null || failure instanceof HttpException
                        ? ofFramework(context.statusCode())
                        : framed(context, failure));
    }

    private static Problem framed(RoutingContext context, Throwable failure) {
        int status = context.statusCode();
        boolean ours = failure instanceof Refusal || status >= 500 || status < 400;
        return ours ? Problems.of(failure, Exchange.of(context).id()) : ofFramework(status);
    }

    /** The problem that the framework means by a bare status. */
    static Problem ofFramework(int status) {
        return switch (status) {
            case 404 ->
                    Problem.of(
                            ProblemType.NOT_FOUND,
                            "there is nothing at this address; GET /api/v1 lists what there is");
            case 405 ->
                    Problem.of(
                            ProblemType.METHOD_NOT_ALLOWED,
                            "this address does not take this method; see Allow");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, "none of the accepted formats");
            case 413 -> Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "the body is too large");
            case 414 -> Problem.of(ProblemType.URI_TOO_LONG, "path and query are too long");
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "not this content type");
            case 431 -> Problem.of(ProblemType.HEADERS_TOO_LARGE, "the header block is too large");
            default ->
                    status >= 400 && status < 500
                            ? Problem.of(
                                    ProblemType.INVALID_REQUEST,
                                    "not a request of HTTP/1.1 or HTTP/2 with a host and a path")
                            : Problem.of(ProblemType.INTERNAL, "the server failed");
        };
    }

    /** Answers with a problem, in the spelling of the surface that the path belongs to. */
    public void write(RoutingContext context, Problem problem) {
        Exchange exchange = Exchange.of(context);
        HttpServerResponse response = context.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        ErrorFormat format = exchange.errors();
        headers(response, problem);
        response.setStatusCode(format.status(problem.type()))
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType());
        Buffer body = Buffer.buffer(format.body(problem, exchange.id()));
        Farewell.end(context, body, problem.type() == ProblemType.DRAINING);
    }

    private void headers(HttpServerResponse response, Problem problem) {
        ProblemType type = problem.type();
        if (type.status() == 429 || type.status() == 503) {
            long millis = Math.max(1, problem.retryAfter().orElseGet(queueWait).toMillis());
            response.putHeader("Retry-After", Long.toString((millis + 999) / 1000));
            response.putHeader("Retry-After-Ms", Long.toString(millis));
        }
        if (type.retry() == Retry.NEVER) {
            response.putHeader("x-should-retry", "false");
        }
        if (type == ProblemType.UNAUTHENTICATED) {
            response.putHeader("WWW-Authenticate", "Bearer");
        }
    }
}
