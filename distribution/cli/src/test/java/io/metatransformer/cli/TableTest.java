package io.metatransformer.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void columns_are_as_wide_as_their_widest_cell() {
        Table table = new Table("name", "tokens").row("cat.png", 196).row("a", 7);

        assertEquals(List.of("name     tokens", "cat.png  196", "a        7"), table.lines());
    }

    @Test
    void a_name_from_outside_cannot_steer_a_terminal() {
        Table table = new Table("name").row("a\u001b[2Jb\nc\u202e");

        assertEquals(List.of("name", "a?[2Jb?c?"), table.lines());
    }

    @Test
    void a_row_of_another_length_is_a_mistake() {
        Table table = new Table("name", "tokens");

        assertThrows(IllegalArgumentException.class, () -> table.row("alone"));
    }
}
