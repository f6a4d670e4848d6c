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

/** Answers what is not HTTP well enough to be routed. */
final class InvalidRequests {
    private InvalidRequests() {}

    /** The request could not be read; neither could what may come after it. */
    static void unreadable(HttpServerRequest request) {
        Throwable cause = request.decoderResult().cause();
        int status = 400;
        if (cause instanceof TooLongHttpLineException) {
            status = 414;
        } else if (cause instanceof TooLongHttpHeaderException) {
            status = 431;
        }
        request.response().putHeader(HttpHeaders.CONNECTION, "close");
        answer(request, status);
        request.connection().close();
    }

    /** Passes requests on whose address can be decoded. */
    static Handler<HttpServerRequest> decodable(Handler<HttpServerRequest> next) {
        return request -> {
            if (isDecodable(request.uri())) {
                next.handle(request);
            } else {
                answer(request, 400);
            }
        };
    }

    /** Whether every percent sign stands before two hexadecimal digits. */
    static boolean isDecodable(String uri) {
        for (int i = uri.indexOf('%'); i >= 0; i = uri.indexOf('%', i + 1)) {
            if (i + 2 >= uri.length() || !isHex(uri.charAt(i + 1)) || !isHex(uri.charAt(i + 2))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 128 && Character.digit(c, 16) >= 0;
    }

    private static void answer(HttpServerRequest request, int status) {
        Problem problem = Failures.ofFramework(status);
        String id = RequestId.of(request.getHeader(Exchange.REQUEST_ID));
        ErrorFormat format = ErrorFormat.of(request.uri());
        request.response()
                .setStatusCode(status)
                .putHeader(Exchange.REQUEST_ID, id)
                .putHeader(HttpHeaders.CONTENT_TYPE, format.contentType())
                .end(Buffer.buffer(format.body(problem, id)));
    }
}
