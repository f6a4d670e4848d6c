package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.metatransformer.api.Backdrop;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What answers can be drawn upon. */
class BackdropTest {
    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void start() {
        Runtimes.write(models, "base");
        mt = Runtimes.over(models).build();
    }

    @AfterEach
    void stop() {
        mt.close();
    }

    private static Request about(Input... inputs) {
        return Request.of(inputs).withModel("base");
    }

    @Test
    void the_tokenizer_shows_what_it_read_with_the_options_of_the_request() {
        Input input = NumbersTokenizer.input(1, 2).withOptions(Map.of("scale", 10));

        Backdrop seen = mt.backdrop("embedding", about(input), 100).values().get(0).orElseThrow();

        assertArrayEquals(new float[] {10, 20}, ((Backdrop.Series) seen).values().toArray());
    }

    @Test
    void what_is_refused_for_an_answer_is_refused_here() {
        Input broken = Input.of(Runtimes.NUMBERS, new byte[] {1, 2, 3});

        var answer = mt.backdrop("embedding", about(broken), 100).answers().get(0);

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, answer.refusal().orElseThrow().code());
    }

    @Test
    void sides_beyond_their_range_and_fused_inputs_are_refused() {
        Request one = about(NumbersTokenizer.input(1));
        Request fused =
                Request.of(Item.of(NumbersTokenizer.input(1), NumbersTokenizer.input(2)))
                        .withModel("base");

        for (int side : new int[] {0, Backdrop.MAX_SIDE + 1}) {
            var refusal =
                    assertThrows(
                            MetaTransformerException.class,
                            () -> mt.backdrop("embedding", one, side));
            assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
        }
        var answer = mt.backdrop("embedding", fused, 100).answers().get(0);
        assertEquals(ErrorCode.INVALID_REQUEST, answer.refusal().orElseThrow().code());
    }
}
