package io.metatransformer.cli.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Target;
import io.metatransformer.core.Item;
import io.metatransformer.core.fit.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class LabelListTest {
    @TempDir Path folder;

    private LabelList list(String text) throws IOException {
        return LabelList.read(Files.writeString(folder.resolve("labels.txt"), text));
    }

    private static Target applied(LabelList list, Target target) {
        Item item = Item.of(Input.of(Modality.TEXT, new byte[] {'a'}));
        return list.applied(List.of(new Example("a.txt", item, target))).get(0).target();
    }

    @Test
    void the_last_part_of_a_path_stands_for_it_where_no_other_ends_so() throws IOException {
        LabelList list = list("animal/cat\n\nanimal/bat\ntool/bat\n stone \n");

        assertEquals(List.of("animal/cat", "animal/bat", "tool/bat", "stone"), list.labels());
        assertEquals(new Target.Label("animal/cat"), applied(list, new Target.Label("animal/cat")));
        assertEquals(new Target.Label("animal/cat"), applied(list, new Target.Label("cat")));
        assertEquals(
                new Target.Labels(Set.of("animal/cat", "stone")),
                applied(list, new Target.Labels(Set.of("cat", "stone"))));
        Target item = new Target.Item("7", Optional.of("cat"), Optional.empty());
        assertEquals(
                new Target.Item("7", Optional.of("animal/cat"), Optional.empty()),
                applied(list, item));
        refused(ErrorCode.SCHEMA_MISMATCH, "'bat'", () -> applied(list, new Target.Label("bat")));
        refused(ErrorCode.SCHEMA_MISMATCH, "a.txt", () -> applied(list, new Target.Label("cow")));
    }

    @Test
    void a_file_that_lists_nothing_or_something_twice_is_refused() {
        refused(ErrorCode.EMPTY_INPUT, "labels.txt", () -> list("\n \n"));
        refused(ErrorCode.SCHEMA_MISMATCH, "'cat' twice", () -> list("cat\ndog\ncat\n"));
        refused(ErrorCode.IO_ERROR, "none.txt", () -> LabelList.read(folder.resolve("none.txt")));
    }

    private static void refused(ErrorCode code, String part, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(part), refusal.getMessage());
    }
}
