package io.metatransformer.server.http;

import io.metatransformer.server.call.Calls;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Reads bodies, the same way for HTTP/1.1 with a length, chunked, and HTTP/2: within their limits, as fast as
 * they promise, without blocking an event loop. See docs/adr/0020-one-reader-of-bodies.md.
 */
public final class BodyReader {
    private static final String FORM = "multipart/form-data";

    private final Limits limits;
    private final Calls calls;
    private final WorkerExecutor workers;
    private final Path uploads;

    /**
     * @param workers that write files and inflate
     * @param uploads folder under which files wait
     */
    public BodyReader(Limits limits, Calls calls, WorkerExecutor workers, Path uploads) {
        this.limits = limits;
        this.calls = calls;
        this.workers = workers;
        this.uploads = uploads;
    }

    /**
     * Reads the body of a request whose handler has not returned yet.
     *
     * @return fails with a {@link Refusal}; a failed reading has left nothing on disk
     */
    public Future<Arrived> read(HttpServerRequest request) {
        BodyBudget budget = new BodyBudget(limits, calls);
        try {
            checkDeclaredLength(request, budget);
            Sink sink = sink(request, budget);
            if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
                request.response().writeContinue();
            }
            return new BodyArrival(request, sink, budget, limits, workers)
                    .read()
                    .map(body -> new Arrived(body, budget));
        } catch (Refusal e) {
            return Future.failedFuture(e);
        }
    }

    /** A body, and what it takes up until it is closed. */
    public static final class Arrived implements AutoCloseable {
        private final Body body;
        private final BodyBudget budget;

        private Arrived(Body body, BodyBudget budget) {
            this.body = body;
            this.budget = budget;
        }

        public Body body() {
            return body;
        }

        /** Removes files and frees memory. May block. */
        @Override
        public void close() {
            body.close();
            budget.release();
        }
    }

    private void checkDeclaredLength(HttpServerRequest request, BodyBudget budget) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        if (length != null) {
            budget.checkLength(parsed(length));
        }
    }

    private static long parsed(String length) {
        try {
            return Long.parseLong(length.strip());
        } catch (NumberFormatException e) {
            throw new Refusal(ProblemType.INVALID_REQUEST, "Content-Length is not a number");
        }
    }

    private Sink sink(HttpServerRequest request, BodyBudget budget) {
        String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
        boolean form = type != null && type.toLowerCase(Locale.ROOT).strip().startsWith(FORM);
        Sink plain = form ? new MultipartSink(type, limits, uploads) : new MemorySink();
        String encoding = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        return switch (encoding == null ? "" : encoding.strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> plain;
            case "gzip", "x-gzip" -> new CompressedSink(plain, true, budget);
            case "deflate" -> new CompressedSink(plain, false, budget);
            default -> {
                request.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "gzip, deflate");
                throw new Refusal(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "a body may be compressed with gzip or deflate, not with the encoding that"
                                + " Content-Encoding names");
            }
        };
    }
}
