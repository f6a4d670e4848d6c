package io.metatransformer.server.stream;

import io.metatransformer.server.call.Call;
import io.metatransformer.server.call.Calls;
import io.metatransformer.server.call.Patience;
import io.metatransformer.server.call.Surface;
import io.metatransformer.server.call.Urgency;
import io.metatransformer.server.config.Limits;
import io.metatransformer.server.http.Accepts;
import io.metatransformer.server.http.Exchange;
import io.metatransformer.server.problem.ProblemType;
import io.metatransformer.server.problem.Refusal;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/** Lets streams in, and passes other questions on. */
public final class StreamHandler implements Handler<RoutingContext> {
    private final Limits limits;
    private final Calls calls;
    private final LineWork work;
    private final Handler<RoutingContext> others;

    /** @param others takes what is no stream */
    public StreamHandler(
            Limits limits, Calls calls, LineWork work, Handler<RoutingContext> others) {
        this.limits = limits;
        this.calls = calls;
        this.work = work;
        this.others = others;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!isStream(request.getHeader(HttpHeaders.CONTENT_TYPE))) {
            others.handle(context);
            return;
        }
        Accepts.best(context, List.of(LineWriter.TYPE));
        StreamSettings settings = StreamSettings.of(context.queryParams(StandardCharsets.UTF_8));
        refuseCompressed(context);
        Exchange exchange = Exchange.of(context);
        Call call =
                calls.admit(
                        exchange.id(),
                        Surface.NATIVE,
                        exchange.operation(),
                        Patience.of(
                                request.getHeader("Request-Timeout"),
                                request.getHeader("X-Request-Timeout-Ms"),
                                limits),
                        Urgency.http(request.getHeader("Priority"), exchange.client()));
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            request.response().writeContinue();
        }
        new LineStream(context, limits, calls, call, work, settings).begin();
    }

    private static boolean isStream(String contentType) {
        return contentType != null
                && contentType
                        .split(";", 2)[0]
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .equals(LineWriter.TYPE);
    }

    private static void refuseCompressed(RoutingContext context) {
        String encoding = context.request().getHeader(HttpHeaders.CONTENT_ENCODING);
        if (encoding != null && !encoding.strip().equalsIgnoreCase("identity")) {
            context.response().putHeader(HttpHeaders.ACCEPT_ENCODING, "identity");
            throw new Refusal(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE,
                    "a stream is read as it arrives, so it is not compressed");
        }
    }
}
