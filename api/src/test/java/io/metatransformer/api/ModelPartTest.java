package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ModelPartTest {
    private static final List<Option> DECLARED = List.of(Option.flag("bias", true, "Adds a bias."));

    @Test
    void what_describes_a_part_is_not_taken_for_an_option() {
        ModelPart part = part(Map.of("task", "x", "metrics", Map.of("top1", 0.5), "bias", false));

        Options options = part.options(DECLARED);

        assertEquals(Map.of("bias", false), options.asMap());
    }

    @Test
    void an_unknown_key_is_refused_by_name_and_part() {
        ModelPart part = part(Map.of("byas", false));

        var refusal = assertThrows(MetaTransformerException.class, () -> part.options(DECLARED));

        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("base/heads/one"), refusal.getMessage());
        assertTrue(refusal.getMessage().contains("byas"), refusal.getMessage());
    }

    private static ModelPart part(Map<String, Object> config) {
        return ModelPart.of("base/heads/one", 4, config, Weights.none());
    }
}
