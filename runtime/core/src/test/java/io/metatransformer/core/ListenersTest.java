package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenersTest {

    @Test
    void everybody_is_told_until_they_stop_listening() {
        List<String> heard = new ArrayList<>();
        Listeners listeners = new Listeners();
        listeners.add(new Hearing("first", heard));
        Runnable end = listeners.add(new Hearing("second", heard));

        listeners.modelRemoved("a");
        end.run();
        listeners.modelRemoved("b");

        assertEquals(List.of("first a", "second a", "first b"), heard);
    }

    @Test
    void one_that_fails_keeps_nothing_from_the_next() {
        List<String> heard = new ArrayList<>();
        Listeners listeners = new Listeners();
        listeners.add(
                new PipelineListener() {
                    @Override
                    public void modelRemoved(String model) {
                        throw new IllegalStateException("no meter");
                    }
                });
        listeners.add(new Hearing("second", heard));

        listeners.modelRemoved("a");

        assertEquals(List.of("second a"), heard);
    }

    @Test
    void no_kind_of_event_is_kept_back() {
        for (Method event : PipelineListener.class.getMethods()) {
            assertDoesNotThrow(
                    () ->
                            Listeners.class.getDeclaredMethod(
                                    event.getName(), event.getParameterTypes()));
        }
    }

    private record Hearing(String name, List<String> heard) implements PipelineListener {
        @Override
        public void modelRemoved(String model) {
            heard.add(name + " " + model);
        }
    }
}
