package io.metatransformer.server.http;

import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.problem.ErrorFormat;
import io.metatransformer.server.problem.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** Answers what is not HTTP well enough to be routed; then closes the connection. */
public final class InvalidRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = 400;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = 431;
        }
        Problem problem = Failures.ofFramework(status);
        String id = RequestId.of(request.getHeader(Exchange.REQUEST_ID));
        ErrorFormat format = ErrorFormat.of(request.uri());
        request.response()
                .setStatusCode(status)
                .putHeader(Exchange.REQUEST_ID, id)
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(Buffer.buffer(format.body(problem, id)));
        request.connection().close();
    }
}
