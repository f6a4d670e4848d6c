package org.example.morse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Options;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.TokenizerSession;
import io.metatransformer.api.Weights;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MorseTokenizerTest {
    private static final int WIDTH = 3;

    private final Tensor table = new MorseTokenizer().weights(Options.none(), WIDTH).get(0).draw(7);

    @Test
    void every_letter_is_its_row_of_the_table() {
        TokenSequence sos = tokenize("... ---/...\n");

        assertEquals(3, sos.length());
        assertEquals(row(table, 0b1000), row(sos.tokens(), 0));
        assertEquals(row(table, 0b1111), row(sos.tokens(), 1));
        assertEquals(row(table, 0b1000), row(sos.tokens(), 2));
    }

    @Test
    void a_letter_of_too_many_signals_is_refused_and_shown() {
        var refusal = assertThrows(MetaTransformerException.class, () -> tokenize("... ------"));

        assertEquals(ErrorCode.MALFORMED, refusal.code());
        assertTrue(refusal.getMessage().contains("'------'"), refusal.getMessage());
    }

    @Test
    void other_text_is_told_what_morse_looks_like() {
        var refusal = assertThrows(MetaTransformerException.class, () -> tokenize("SOS"));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(refusal.getMessage().contains(". and -"), refusal.getMessage());
    }

    @Test
    void blanks_alone_are_no_message() {
        var refusal = assertThrows(MetaTransformerException.class, () -> tokenize(" / \n"));

        assertEquals(ErrorCode.EMPTY_INPUT, refusal.code());
    }

    @Test
    void morse_is_recognised_by_its_signs() {
        assertTrue(recognises("... --- ..."));
        assertFalse(recognises("SOS"));
        assertFalse(recognises("  "));
    }

    private static boolean recognises(String text) {
        return new MorseTokenizer().recognises(ByteBuffer.wrap(bytes(text)));
    }

    private TokenSequence tokenize(String text) {
        Weights weights = Weights.of(Map.of("letters.weight", table));
        ModelPart part = ModelPart.of("test/tokenizers/morse", WIDTH, Map.of(), weights);
        try (TokenizerSession session = new MorseTokenizer().open(part)) {
            return session.tokenize(Input.of(MorseTokenizer.MORSE, bytes(text)));
        }
    }

    private static FloatBuffer row(Tensor matrix, int row) {
        return matrix.data().slice(row * WIDTH, WIDTH);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
