package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Preview;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviewTest {
    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void open() {
        Runtimes.write(models, "base");
        mt = Runtimes.over(models).build();
    }

    @AfterEach
    void close() {
        mt.close();
    }

    @Test
    void an_input_is_drawn_by_the_tokenizer_of_its_modality_without_the_encoder() {
        Reply<Optional<Preview>> reply = mt.preview(Request.of(NumbersTokenizer.input(1, 2, 3)));

        assertEquals("3 tokens", reply.values().get(0).orElseThrow().caption());
        assertEquals(ModelInfo.State.UNLOADED, mt.models().get(0).state());
        assertTrue(
                reply.provenance().parts().stream()
                        .anyMatch(part -> part.name().equals("numbers")));
    }

    @Test
    void what_cannot_be_read_is_refused_and_hurts_no_other_item() {
        Input broken = Input.of(Runtimes.NUMBERS, "#numbers x".getBytes(StandardCharsets.UTF_8));

        Reply<Optional<Preview>> reply = mt.preview(Request.of(broken, NumbersTokenizer.input(1)));

        assertEquals(ErrorCode.MALFORMED, reply.answers().get(0).refusal().orElseThrow().code());
        assertTrue(reply.answers().get(1).value().orElseThrow().isPresent());
    }

    @Test
    void inputs_that_are_fused_have_no_drawing_in_common() {
        Item fused = Item.of(NumbersTokenizer.input(1), NumbersTokenizer.input(2));

        Reply<Optional<Preview>> reply = mt.preview(Request.of(fused));

        assertEquals(
                ErrorCode.INVALID_REQUEST, reply.answers().get(0).refusal().orElseThrow().code());
    }
}
