package io.metatransformer.server;

import io.metatransformer.server.trace.TraceContext;
import io.metatransformer.server.trace.Tracing;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.TraceStateBuilder;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.stream.Collectors;

/** All that an embedder needs to have spans exported by OpenTelemetry. */
final class OpenTelemetryTracing implements Tracing {
    private final Tracer tracer;

    OpenTelemetryTracing(Tracer tracer) {
        this.tracer = tracer;
    }

    @Override
    public Span begin(Start start) {
        boolean request = start.kind() == Kind.SERVER;
        var builder =
                tracer.spanBuilder(start.name())
                        .setSpanKind(request ? SpanKind.SERVER : SpanKind.INTERNAL)
                        .setStartTimestamp(start.at());
        // Where Vert.x traces as well, its span of the request is the nearer parent.
        boolean known =
                request && io.opentelemetry.api.trace.Span.current().getSpanContext().isValid();
        if (!known && start.parent().isPresent()) {
            builder.setParent(context(start.parent().get()));
        }
        return new Exported(builder.startSpan());
    }

    private static Context context(TraceContext parent) {
        TraceStateBuilder state = TraceState.builder();
        for (String member : parent.state().split(",")) {
            String[] pair = member.strip().split("=", 2);
            if (pair.length == 2) {
                state.put(pair[0], pair[1]);
            }
        }
        return Context.root()
                .with(
                        io.opentelemetry.api.trace.Span.wrap(
                                SpanContext.createFromRemoteParent(
                                        parent.traceId(),
                                        parent.spanId(),
                                        parent.sampled()
                                                ? TraceFlags.getSampled()
                                                : TraceFlags.getDefault(),
                                        state.build())));
    }

    private record Exported(io.opentelemetry.api.trace.Span span) implements Span {
        @Override
        public TraceContext context() {
            SpanContext context = span.getSpanContext();
            return new TraceContext(
                    context.getTraceId(), context.getSpanId(), context.isSampled(), state(context));
        }

        private static String state(SpanContext context) {
            return context.getTraceState().asMap().entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + entry.getValue())
                    .collect(Collectors.joining(","));
        }

        @Override
        public void name(String better) {
            span.updateName(better);
        }

        @Override
        public void put(String name, String value) {
            span.setAttribute(name, value);
        }

        @Override
        public void end(Instant at, boolean failed) {
            span.setStatus(failed ? StatusCode.ERROR : StatusCode.UNSET).end(at);
        }
    }
}
