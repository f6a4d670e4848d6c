package io.metatransformer.server.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String SPAN = "00f067aa0ba902b7";
    private static final String PARENT = "00-" + TRACE + "-" + SPAN + "-01";

    private static Optional<TraceContext> read(String parent, String... states) {
        return TraceContext.read(List.of(parent), List.of(states));
    }

    @Test
    void a_context_is_read_whole() {
        TraceContext context =
                read(PARENT, "congo=t61rcWkgMzE", "rojo=00f067aa0ba902b7").orElseThrow();

        assertEquals(TRACE, context.traceId());
        assertEquals(SPAN, context.spanId());
        assertTrue(context.sampled());
        assertEquals("congo=t61rcWkgMzE,rojo=00f067aa0ba902b7", context.state());
        assertEquals(PARENT, context.header());
        assertFalse(read("00-" + TRACE + "-" + SPAN + "-02").orElseThrow().sampled());
    }

    @Test
    void versions_to_come_may_say_more() {
        assertEquals(
                TRACE, read("cc-" + TRACE + "-" + SPAN + "-01-what-else").orElseThrow().traceId());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "ff-" + TRACE + "-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-01-more",
                "00-00000000000000000000000000000000-" + SPAN + "-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-" + SPAN + "-01",
                "00-" + TRACE + "-" + SPAN + "-1",
                "00-" + TRACE + "0-" + SPAN + "-01",
                "0x-" + TRACE + "-" + SPAN + "-01",
            })
    void what_the_standard_does_not_allow_is_no_context(String parent) {
        assertEquals(Optional.empty(), read(parent));
    }

    @Test
    void two_parents_are_none() {
        assertEquals(Optional.empty(), TraceContext.read(List.of(PARENT, PARENT), List.of()));
        assertEquals(Optional.empty(), TraceContext.read(List.of(), List.of("a=b")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-equals-sign", "UPPER=1", "a=b\u0001", "=b"})
    void a_broken_state_is_dropped_and_the_parent_kept(String state) {
        assertEquals("", read(PARENT, state).orElseThrow().state());
    }

    @Test
    void a_state_has_its_limits() {
        assertEquals(
                "a=" + "b".repeat(256), read(PARENT, "a=" + "b".repeat(256)).orElseThrow().state());
        assertEquals(
                "",
                read(PARENT, "a=" + "b".repeat(256), "c=" + "b".repeat(256)).orElseThrow().state());
        assertEquals("", read(PARENT, ",".repeat(32)).orElseThrow().state());
    }

    @Test
    void the_next_place_is_in_the_same_trace() {
        TraceContext context = read(PARENT, "a=b").orElseThrow();

        TraceContext next = context.next();

        assertEquals(context.traceId(), next.traceId());
        assertNotEquals(context.spanId(), next.spanId());
        assertEquals("a=b", next.state());
        assertEquals(Optional.of(next), read(next.header(), "a=b"));
        assertNotEquals(TraceContext.fresh(true).traceId(), TraceContext.fresh(true).traceId());
    }
}
