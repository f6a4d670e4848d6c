package io.metatransformer.cli.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SoakTest {
    private static final long MIB = 1 << 20;

    @Test
    void every_call_is_made_and_ten_marks_are_set() {
        AtomicInteger calls = new AtomicInteger();
        List<Soak.Mark> heard = new ArrayList<>();

        List<Soak.Mark> marks =
                new Soak(25, calls::incrementAndGet, () -> MIB, () -> MIB).run(heard::add);

        assertEquals(25, calls.get());
        assertEquals(10, marks.size());
        assertEquals(25, marks.get(9).calls());
        assertEquals(marks, heard);
    }

    @Test
    void a_leak_of_a_little_per_call_is_not_flat() {
        AtomicInteger calls = new AtomicInteger();

        List<Soak.Mark> marks =
                new Soak(
                                100,
                                calls::incrementAndGet,
                                () -> 100 * MIB + calls.get() * MIB,
                                () -> MIB)
                        .run(mark -> {});

        assertFalse(Soak.isFlat(marks), "growth " + Soak.growth(marks));
    }

    @Test
    void what_the_first_calls_take_once_is_flat() {
        AtomicInteger calls = new AtomicInteger();

        List<Soak.Mark> marks =
                new Soak(
                                100,
                                calls::incrementAndGet,
                                () -> 100 * MIB + Math.min(calls.get(), 30) * MIB,
                                () -> MIB)
                        .run(mark -> {});

        assertTrue(Soak.isFlat(marks), "growth " + Soak.growth(marks));
    }

    @Test
    void a_soak_too_short_to_tell_anything_is_refused() {
        var refusal = assertThrows(MetaTransformerException.class, () -> new Soak(3, () -> {}));

        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        assertEquals("a soak has at least 10 calls, got 3", refusal.getMessage());
    }
}
