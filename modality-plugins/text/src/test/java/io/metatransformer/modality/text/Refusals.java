package io.metatransformer.modality.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import org.junit.jupiter.api.function.Executable;

final class Refusals {
    private Refusals() {}

    /** Checks that {@code action} is refused with {@code code} and a message that holds {@code words}. */
    static void assertRefused(ErrorCode code, String words, Executable action) {
        var refusal = assertThrows(MetaTransformerException.class, action);
        assertEquals(code, refusal.code(), refusal.getMessage());
        assertTrue(refusal.getMessage().contains(words), refusal.getMessage());
    }
}
