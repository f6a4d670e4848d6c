package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyPluginTest {
    private static final Modality FAULTY = Modality.of("faulty");
    private static final float UNLUCKY = 13;

    @TempDir Path models;

    @BeforeEach
    void write() {
        Runtimes.write(models, "base");
    }

    private static Item number(double value) {
        return Item.of(NumbersTokenizer.input(value));
    }

    private static boolean isUnlucky(TokenSequence sequence) {
        return sequence.tokens().data().get(0) == UNLUCKY;
    }

    /** One unlucky number among seven others, which all go to the encoder together. */
    private Reply<Features> eightWith(Function<List<TokenSequence>, List<Features>> encode) {
        var encoder = new Overridden.EncoderDouble((inner, batch) -> encode.apply(batch));
        var together = new BatchSettings(1024, 1, 4096, 1, Duration.ofSeconds(10), 1);
        try (MetaTransformer mt = Runtimes.over(models, encoder).batches(together).build()) {
            List<Item> items = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                items.add(number(i == 5 ? UNLUCKY : i));
            }
            return mt.encode(Request.of(items));
        }
    }

    private static Features echo(TokenSequence sequence) {
        return Features.of(sequence.tokens(), sequence.segments());
    }

    private static void assertOnlyTheUnluckyIsRefused(Reply<Features> reply, ErrorCode code) {
        for (Answer<Features> answer : reply.answers()) {
            assertEquals(answer.index() == 5, answer.refusal().isPresent());
        }
        MetaTransformerException refusal = reply.answers().get(5).refusal().orElseThrow();
        assertEquals(code, refusal.code());
        assertTrue(refusal.getMessage().contains("plugin host"), refusal.getMessage());
    }

    @Test
    void an_encoder_that_throws_for_one_item_of_a_batch_still_answers_the_others() {
        Reply<Features> reply =
                eightWith(
                        batch -> {
                            if (batch.stream().anyMatch(FaultyPluginTest::isUnlucky)) {
                                throw new IllegalStateException("bad luck");
                            }
                            return batch.stream().map(FaultyPluginTest::echo).toList();
                        });

        assertOnlyTheUnluckyIsRefused(reply, ErrorCode.PLUGIN_ERROR);
    }

    @Test
    void nan_in_the_features_of_one_item_is_that_items_refusal() {
        Reply<Features> reply =
                eightWith(
                        batch ->
                                batch.stream()
                                        .map(
                                                s ->
                                                        isUnlucky(s)
                                                                ? Features.of(
                                                                        Tensor.of(
                                                                                new float[] {
                                                                                    1, 2, Float.NaN,
                                                                                    4
                                                                                },
                                                                                1,
                                                                                4),
                                                                        s.segments())
                                                                : echo(s))
                                        .toList());

        assertOnlyTheUnluckyIsRefused(reply, ErrorCode.NON_FINITE_OUTPUT);
    }

    @Test
    void an_encoder_that_loses_an_item_is_told_so() {
        Reply<Features> reply = eightWith(batch -> List.of());

        assertEquals(8, reply.refused());
        assertEquals(ErrorCode.PLUGIN_ERROR, reply.answers().get(0).refusal().orElseThrow().code());
    }

    private MetaTransformerException refusalOf(Function<Input, TokenSequence> tokenize) {
        var tokenizer =
                new Overridden.TokenizerDouble(FAULTY, (inner, input) -> tokenize.apply(input));
        try (MetaTransformer mt = Runtimes.over(models).with(tokenizer).build()) {
            Input faulty = Input.of(FAULTY, new byte[] {'!'}).named("secret.txt");
            Reply<Features> reply = mt.encode(Request.of(Item.of(faulty), number(1)));
            assertEquals(1, reply.answers().get(1).orThrow().values().data().get(0));
            return reply.answers().get(0).refusal().orElseThrow();
        }
    }

    @Test
    void whatever_a_tokenizer_throws_becomes_a_refusal_that_names_its_plugin() {
        MetaTransformerException plain =
                refusalOf(
                        input -> {
                            throw new IllegalStateException("the content was: my diary");
                        });
        MetaTransformerException deep = refusalOf(FaultyPluginTest::endless);
        MetaTransformerException missing =
                refusalOf(
                        input -> {
                            throw new NoClassDefFoundError("com/acme/Decoder");
                        });
        MetaTransformerException memory =
                refusalOf(
                        input -> {
                            throw new OutOfMemoryError("Java heap space");
                        });

        assertEquals(ErrorCode.PLUGIN_ERROR, plain.code());
        assertTrue(plain.getMessage().contains("plugin host"), plain.getMessage());
        assertFalse(plain.getMessage().contains("diary"), plain.getMessage());
        assertEquals(ErrorCode.PLUGIN_ERROR, deep.code());
        assertTrue(missing.getMessage().contains("class com.acme.Decoder is missing"));
        assertEquals(ErrorCode.INSUFFICIENT_RESOURCES, memory.code());
    }

    private static TokenSequence endless(Input input) {
        return endless(input);
    }

    @Test
    void tokens_that_do_not_fit_the_encoder_are_the_plugins_fault() {
        MetaTransformerException narrow = refusalOf(input -> row(1, 2));
        MetaTransformerException infinite =
                refusalOf(input -> row(1, 2, 3, Float.POSITIVE_INFINITY));

        assertEquals(ErrorCode.PLUGIN_ERROR, narrow.code());
        assertEquals(ErrorCode.NON_FINITE_OUTPUT, infinite.code());
    }

    private static TokenSequence row(float... values) {
        return TokenSequence.of(
                Tensor.of(values, 1, values.length),
                FAULTY,
                0,
                new Layout.Series(1),
                Origin.named("row"));
    }

    @Test
    void numbers_that_the_caller_brings_must_be_finite() {
        try (MetaTransformer mt = Runtimes.over(models).build()) {
            Reply<Features> reply = mt.encode(Request.of(Item.of(row(1, 2, Float.NaN, 4))));

            assertEquals(
                    ErrorCode.NON_FINITE, reply.answers().get(0).refusal().orElseThrow().code());
        }
    }

    @Test
    void sessions_are_closed_with_the_runtime() {
        var encoder = new Overridden.EncoderDouble((inner, batch) -> inner.encode(batch));
        var tokenizer = new Overridden.TokenizerDouble(FAULTY, (inner, input) -> row(1, 2, 3, 4));
        try (MetaTransformer mt = Runtimes.over(models, encoder).with(tokenizer).build()) {
            mt.encode(Request.of(Input.of(FAULTY, new byte[] {'!'}))).values();
            assertEquals(1, encoder.open.get());
            assertEquals(1, tokenizer.open.get());
        }

        assertEquals(0, encoder.open.get());
        assertEquals(0, tokenizer.open.get());
    }
}
