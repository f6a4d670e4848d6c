package io.metatransformer.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.function.Executable;

/** Asserts that something is refused. */
final class Refusal {
    private Refusal() {}

    /** The message of the refusal. */
    static String of(ErrorCode code, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal.getMessage();
    }
}
