package io.metatransformer.server.http;

import io.metatransformer.server.call.Operation;
import io.metatransformer.server.call.RequestId;
import io.metatransformer.server.problem.ErrorFormat;
import io.vertx.ext.web.RoutingContext;

/** What is known of an HTTP request from its first byte: who it is and how its errors are spelt. */
public final class Exchange {
    private static final String KEY = "exchange";
    static final String REQUEST_ID = "X-Request-Id";

    private final String id;
    private final ErrorFormat errors;
    private final long startNanos = System.nanoTime();
    private Operation operation = Operation.UNKNOWN;
    private String modality = "none";
    private String model = "none";

    private Exchange(String id, ErrorFormat errors) {
        this.id = id;
        this.errors = errors;
    }

    /** The one of this request; the first call makes it and puts its id into the response. */
    public static Exchange of(RoutingContext context) {
        Exchange exchange = context.get(KEY);
        if (exchange == null) {
            exchange =
                    new Exchange(
                            RequestId.of(context.request().getHeader(REQUEST_ID)),
                            ErrorFormat.of(context.request().path()));
            context.put(KEY, exchange);
            context.response().putHeader(REQUEST_ID, exchange.id);
        }
        return exchange;
    }

    public String id() {
        return id;
    }

    public ErrorFormat errors() {
        return errors;
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

    /** Names that metrics may use: of installed modalities and known models only. */
    public void concerns(String knownModel, String knownModality) {
        model = knownModel;
        modality = knownModality;
    }
}
