package io.metatransformer.testkit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.util.Set;
import org.junit.jupiter.api.function.Executable;

/** What every refusal promises: its code, and one line for the person who reads it. */
final class Refused {
    private Refused() {}

    static void with(ErrorCode code, String because, Executable call) {
        with(Set.of(code), because, call);
    }

    static void with(Set<ErrorCode> codes, String because, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call, because);
        assertTrue(
                codes.contains(refusal.code()),
                () -> because + ": expected one of " + codes + ", got " + refusal);
        checkMessage(refusal);
    }

    /** As {@link #with(ErrorCode, String, Executable)}, and the message names {@code culprit}. */
    static void naming(String culprit, ErrorCode code, String because, Executable call) {
        var refusal = assertThrows(MetaTransformerException.class, call, because);
        assertEquals(code, refusal.code(), () -> because + ": " + refusal);
        checkMessage(refusal);
        assertTrue(
                refusal.getMessage().contains(culprit),
                () -> because + ": the message must name '" + culprit + "', got " + refusal);
    }

    static void checkMessage(MetaTransformerException refusal) {
        String message = refusal.getMessage();
        assertFalse(message == null || message.isBlank(), () -> refusal + " has no message");
        assertTrue(
                message.chars().noneMatch(Character::isISOControl),
                () -> "the message must be one line: " + refusal);
    }
}
