package io.metatransformer.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NearestTest {
    private static final List<String> THERE = List.of("audio", "image", "text", "x-ray");

    @Test
    void a_slip_of_the_pen_is_recognised() {
        assertEquals(Optional.of("image"), Nearest.nearest("imagee", THERE));
        assertEquals(Optional.of("image"), Nearest.nearest("iamge", THERE));
        assertEquals(Optional.of("x-ray"), Nearest.nearest("xray", THERE));
    }

    @Test
    void what_is_far_from_everything_is_not_guessed_at() {
        assertEquals(Optional.empty(), Nearest.nearest("video", THERE));
        assertEquals(Optional.empty(), Nearest.nearest("", THERE));
        assertEquals(Optional.empty(), Nearest.nearest("te", List.of("ax")));
    }

    @Test
    void a_hint_lists_what_is_there() {
        assertEquals(
                "; installed: audio, image, text, x-ray. Did you mean 'text'?",
                Nearest.hint("texts", THERE));
        assertEquals("; installed: none", Nearest.hint("text", List.of()));
    }
}
