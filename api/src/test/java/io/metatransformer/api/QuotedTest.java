package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class QuotedTest {

    @Test
    void content_is_cut_after_forty_characters_and_told_to_be() {
        assertEquals("'" + "a".repeat(40) + "'", Quoted.of("a".repeat(40)));
        assertEquals("'" + "a".repeat(40) + "…'", Quoted.of("a".repeat(41)));
    }

    @Test
    void a_tensors_name_is_told_whole() {
        String name = "vision_model.encoder.layers.11.self_attn.out_proj.weight";

        assertEquals("'" + name + "'", Quoted.name(name));
        assertEquals(163, Quoted.name("a".repeat(100_000)).length());
    }

    @Test
    void a_message_stays_on_one_line() {
        assertEquals("'a?b?c?'", Quoted.of("a\nb\0c\u0085"));
        assertEquals("'a?b'", Quoted.name("a\rb"));
    }
}
