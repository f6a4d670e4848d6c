package io.metatransformer.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LatestTest {
    private final List<Object> closed = new ArrayList<>();
    private final Latest<Object> latest = new Latest<>(Object::new, closed::add);

    @Test
    void it_is_made_once_and_closed_once_after_each_step() {
        Object first = latest.get();
        assertSame(first, latest.get());

        latest.forget();
        latest.forget();
        Object second = latest.get();
        latest.forget();

        assertEquals(List.of(first, second), closed);
    }

    @Test
    void what_nobody_asked_for_is_neither_made_nor_closed() {
        latest.forget();

        assertEquals(List.of(), closed);
    }
}
