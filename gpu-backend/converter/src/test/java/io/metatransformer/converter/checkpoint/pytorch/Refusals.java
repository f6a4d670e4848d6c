package io.metatransformer.converter.checkpoint.pytorch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import org.junit.jupiter.api.function.Executable;

/** Expects a refusal of one code whose message says certain words. */
final class Refusals {
    private Refusals() {}

    static void refused(ErrorCode code, Executable attempt, String... words) {
        var refusal = assertThrows(MetaTransformerException.class, attempt);

        assertEquals(code, refusal.code(), refusal.getMessage());
        for (String word : words) {
            assertTrue(refusal.getMessage().contains(word), refusal.getMessage());
        }
    }
}
