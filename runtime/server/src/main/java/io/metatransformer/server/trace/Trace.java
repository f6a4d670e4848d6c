package io.metatransformer.server.trace;

import io.metatransformer.core.Reply;
import io.metatransformer.core.Timing;
import io.metatransformer.server.trace.Tracing.Kind;
import io.metatransformer.server.trace.Tracing.Span;
import io.metatransformer.server.trace.Tracing.Start;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The spans of one request: one for the whole, and one for each stage, from its first item's beginning to its
 * last item's end. Stages are told when they are over.
 */
public final class Trace {
    private final Tracing tracing;
    private final Span request;
    private final Instant began = Instant.now();
    private final long beganNanos = System.nanoTime();

    private Trace(Tracing tracing, String name, Optional<TraceContext> caller) {
        this.tracing = tracing;
        this.request = tracing.begin(new Start(name, Kind.SERVER, caller, began));
    }

    /**
     * A request begins.
     *
     * @param name as far as it is known: its method, or its address on the bus
     * @param caller span of the caller
     */
    public static Trace begin(Tracing tracing, String name, Optional<TraceContext> caller) {
        return new Trace(tracing, name, caller);
    }

    /** The server's own place in the trace. */
    public TraceContext context() {
        return request.context();
    }

    /** What the request turned out to be. */
    public void name(String better) {
        request.name(better);
    }

    /** A fact about the whole request. */
    public void put(String name, String value) {
        request.put(name, value);
    }

    /** A stage that has just ended. */
    public void stage(String name, long fromNanos) {
        stageFrom(name, fromNanos).end(instant(System.nanoTime()), false);
    }

    private Span stageFrom(String name, long fromNanos) {
        return tracing.begin(
                new Start(name, Kind.INTERNAL, Optional.of(context()), instant(fromNanos)));
    }

    private Instant instant(long nanos) {
        return began.plusNanos(nanos - beganNanos);
    }

    /**
     * The stages that the items of a request went through.
     *
     * @param askedNanos when the runtime was asked
     */
    public void stages(Reply<?> reply, long askedNanos) {
        List<Timing> items = reply.answers().stream().map(answer -> answer.timing()).toList();
        stage("tokenize", items, askedNanos, Timing::start, Timing::tokenize);
        stage("queue", items, askedNanos, t -> t.start().plus(t.tokenize()), Timing::queue);
        stage(
                "encode",
                items,
                askedNanos,
                t -> t.start().plus(t.tokenize()).plus(t.queue()),
                Timing::encode);
        stage("head", items, askedNanos, t -> t.total().minus(t.head()), Timing::head);
        put("mt.items", Integer.toString(items.size()));
        put("mt.tokens", Long.toString(reply.tokens()));
        put("mt.model", reply.provenance().model());
    }

    private void stage(
            String name,
            List<Timing> items,
            long askedNanos,
            Function<Timing, Duration> start,
            Function<Timing, Duration> length) {
        long from = Long.MAX_VALUE;
        long to = Long.MIN_VALUE;
        int batch = 0;
        for (Timing item : items) {
            if (!length.apply(item).isZero()) {
                long begin = start.apply(item).toNanos();
                from = Math.min(from, begin);
                to = Math.max(to, begin + length.apply(item).toNanos());
                batch = Math.max(batch, item.batchSize());
            }
        }
        if (from <= to) {
            Span span = stageFrom(name, askedNanos + from);
            if (name.equals("encode")) {
                span.put("mt.batch_size", Integer.toString(batch));
            }
            span.end(instant(askedNanos + to), false);
        }
    }

    /** The request was answered. */
    public void end(boolean failed) {
        request.end(instant(System.nanoTime()), failed);
    }
}
