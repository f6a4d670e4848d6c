package io.metatransformer.server.http;

import io.metatransformer.server.call.Operation;
import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.problem.ErrorFormat;
import io.metatransformer.server.trace.Trace;
import io.metatransformer.server.trace.TraceContext;
import io.metatransformer.server.trace.Tracing;
import io.vertx.core.MultiMap;
import io.vertx.ext.web.RoutingContext;

/** What is known of an HTTP request from its first byte: who it is and how its errors are spelt. */
public final class Exchange {
    private static final String KEY = "exchange";
    static final String REQUEST_ID = "X-Request-Id";

    private final String id;
    private final ErrorFormat errors;
    private final Trace trace;
    private final long startNanos = System.nanoTime();
    private Operation operation = Operation.UNKNOWN;
    private String modality = "none";
    private String model = "none";
    private String client = "";

    private Exchange(String id, ErrorFormat errors, Trace trace) {
        this.id = id;
        this.errors = errors;
        this.trace = trace;
    }

    /** The one of this request. */
    public static Exchange of(RoutingContext context) {
        Exchange exchange = context.get(KEY);
        return exchange == null ? begin(context, Tracing.NONE) : exchange;
    }

    /** Makes the one of this request, and tells its caller what it is called. */
    static Exchange begin(RoutingContext context, Tracing tracing) {
        MultiMap headers = context.request().headers();
        Trace trace =
                Trace.begin(
                        tracing,
                        context.request().method().name(),
                        TraceContext.read(
                                headers.getAll(TraceContext.PARENT),
                                headers.getAll(TraceContext.STATE)));
        Exchange exchange =
                new Exchange(
                        RequestId.of(headers.get(REQUEST_ID)),
                        ErrorFormat.of(context.request().path()),
                        trace);
        context.put(KEY, exchange);
        MultiMap answer = context.response().headers();
        answer.set(REQUEST_ID, exchange.id);
        answer.set(TraceContext.PARENT, trace.context().header());
        if (!trace.context().state().isEmpty()) {
            answer.set(TraceContext.STATE, trace.context().state());
        }
        return exchange;
    }

    public String id() {
        return id;
    }

    public ErrorFormat errors() {
        return errors;
    }

    /** Its spans. */
    public Trace trace() {
        return trace;
    }

    public long startNanos() {
        return startNanos;
    }

    public Operation operation() {
        return operation;
    }

    public void operation(Operation known) {
        operation = known;
    }

    public String modality() {
        return modality;
    }

    public String model() {
        return model;
    }

    /** By what its caller's requests are told from those of others; empty until he was let in. */
    public String client() {
        return client;
    }

    void client(String known) {
        client = known;
    }

    /** Names that metrics may use: of installed modalities and known models only. */
    public void concerns(String knownModel, String knownModality) {
        model = knownModel;
        modality = knownModality;
    }
}
