package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.testkit.doubles.EchoEncoder;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AutoModalityTest {
    private static final Modality BANG = Modality.of("bang");
    private static final Modality LOUD = Modality.of("loud");

    @TempDir Path models;
    private MetaTransformer mt;

    @BeforeEach
    void open() {
        Runtimes.write(models, "base");
        mt =
                MetaTransformer.builder()
                        .models(models)
                        .watch(false)
                        .with(new EchoEncoder())
                        .with(new Adopting(Runtimes.NUMBERS))
                        .with(new Overridden.TokenizerDouble(BANG, (s, i) -> answer()))
                        .with(new Overridden.TokenizerDouble(LOUD, (s, i) -> answer()))
                        .build();
    }

    private static TokenSequence answer() {
        return TokenSequence.of(
                Tensor.of(new float[] {1, 1, 1, 1}, 1, 4),
                BANG,
                0,
                new Layout.Series(1),
                Origin.named("answer"));
    }

    @AfterEach
    void close() {
        mt.close();
    }

    private static Input unnamed(String text) {
        return Input.of(Item.AUTO, text.getBytes(StandardCharsets.UTF_8));
    }

    private String usedFor(Input input) {
        return mt.tokenize(Request.of(input)).provenance().parts().get(0).name();
    }

    private MetaTransformerException refusal(Input input) {
        return mt.tokenize(Request.of(input)).answers().get(0).refusal().orElseThrow();
    }

    @Test
    void the_one_tokenizer_that_recognises_the_first_bytes_reads_the_input() {
        assertEquals("numbers", usedFor(NumbersTokenizer.input(1).as(Item.AUTO)));
    }

    @Test
    void where_several_do_they_are_listed_unless_the_media_type_decides() {
        MetaTransformerException refusal = refusal(unnamed("!"));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(refusal.getMessage().contains("one of [bang, loud]"), refusal.getMessage());
        assertEquals("loud", usedFor(unnamed("!").withMediaType("application/x-loud; q=1")));
    }

    @Test
    void where_none_does_the_media_type_decides_or_all_are_listed() {
        MetaTransformerException refusal = refusal(unnamed("?"));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
        assertTrue(
                refusal.getMessage().contains("one of [bang, loud, numbers]"),
                refusal.getMessage());
        assertEquals("bang", usedFor(unnamed("?").withMediaType("Application/X-Bang")));
    }

    @Test
    void content_counts_more_than_the_media_type() {
        Input input = NumbersTokenizer.input(1).as(Item.AUTO).withMediaType("application/x-bang");

        assertEquals("numbers", usedFor(input));
    }

    @Test
    void numbers_without_bytes_need_a_name() {
        MetaTransformerException refusal =
                refusal(Input.of(Item.AUTO, Tensor.of(new float[] {1}, 1)));

        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, refusal.code());
    }
}
