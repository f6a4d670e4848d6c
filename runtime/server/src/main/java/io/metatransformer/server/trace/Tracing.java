package io.metatransformer.server.trace;

import java.time.Instant;
import java.util.Optional;

/**
 * Where spans go. An embedder implements it to have them exported; with OpenTelemetry each method is one call of
 * its API, and a tracer of Vert.x can stay beside it. Called on many threads; must not block and must not throw.
 */
public interface Tracing {

    /** Records nothing; traces still pass through. */
    Tracing NONE =
            start -> {
                TraceContext context =
                        start.parent()
                                .map(TraceContext::next)
                                .orElseGet(() -> TraceContext.fresh(false));
                return new Span() {
                    @Override
                    public TraceContext context() {
                        return context;
                    }

                    @Override
                    public void name(String better) {
                        // nobody reads it
                    }

                    @Override
                    public void put(String name, String value) {
                        // nobody reads it
                    }

                    @Override
                    public void end(Instant at, boolean failed) {
                        // nobody reads it
                    }
                };
            };

    /** What a span is to the one around it. */
    enum Kind {
        /** A whole request. */
        SERVER,
        /** A stage of one. */
        INTERNAL
    }

    /**
     * The beginning of a span.
     *
     * @param name of the method or address, or of the stage
     * @param parent the span around it; of a request, the one that its caller named, if any
     * @param at may lie in the past: stages are told when they are over
     */
    record Start(String name, Kind kind, Optional<TraceContext> parent, Instant at) {}

    Span begin(Start start);

    /** One span. Ended once. */
    interface Span {

        /** Its place in the trace, of which its children are told. */
        TraceContext context();

        /** Names it better than when it began. */
        void name(String better);

        /** Adds a fact; names follow the conventions of OpenTelemetry, those of ours begin with {@code mt.}. */
        void put(String name, String value);

        void end(Instant at, boolean failed);
    }
}
