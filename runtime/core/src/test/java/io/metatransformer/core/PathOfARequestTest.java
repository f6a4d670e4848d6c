package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Input;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Prediction;
import io.metatransformer.api.Segment;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PathOfARequestTest {
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

    private static Input numbers(double... values) {
        return NumbersTokenizer.input(values);
    }

    private static float[] vector(Reply<Prediction.Embedding> reply, int item) {
        return reply.values().get(item).vectors().toArray();
    }

    @Test
    void an_input_becomes_tokens_then_features_then_a_vector() {
        Reply<Prediction.Embedding> reply = mt.embed(Request.of(numbers(1, 3)));

        assertArrayEquals(new float[] {2, 4, 6, 8}, vector(reply, 0));
        assertEquals(2, reply.tokens());
    }

    @Test
    void items_are_answered_in_their_order_whatever_their_number() {
        List<Item> items =
                IntStream.range(0, Request.MAX_ITEMS).mapToObj(i -> Item.of(numbers(i))).toList();

        Reply<Prediction.Embedding> reply = mt.embed(Request.of(items));

        for (int i = 0; i < items.size(); i++) {
            assertEquals(i, reply.answers().get(i).index());
            assertEquals(i, vector(reply, i)[0]);
        }
    }

    @Test
    void fused_inputs_are_one_sequence_in_the_order_given() {
        Input first = numbers(1, 2).named("first");
        Input second = numbers(3).as(Runtimes.OTHER).named("second");
        TokenSequence byHand =
                TokenSequence.concat(
                        List.of(
                                mt.tokenize(Request.of(first)).values().get(0),
                                mt.tokenize(Request.of(second)).values().get(0)));

        Reply<TokenSequence> tokens = mt.tokenize(Request.of(Item.of(first, second)));
        Reply<Features> features = mt.encode(Request.of(Item.of(first, second)));

        assertEquals(byHand.tokens(), tokens.values().get(0).tokens());
        assertEquals(byHand.tokens(), features.values().get(0).values());
        List<Segment> segments = features.answers().get(0).segments();
        assertEquals(
                List.of("first", "second"), segments.stream().map(s -> s.origin().name()).toList());
        assertEquals(List.of(0, 2), segments.stream().map(Segment::start).toList());
        assertEquals(3, features.answers().get(0).tokens());
    }

    @Test
    void positions_reach_the_encoder_from_inputs_beside_others_that_have_none() {
        Input positioned = numbers(1, 3).withOptions(Map.of("position", 0.5));
        TokenSequence tokens = mt.tokenize(Request.of(positioned)).values().get(0);

        Reply<Prediction.Embedding> reply =
                mt.embed(
                        Request.of(
                                Item.of(numbers(1, 3)),
                                Item.of(positioned),
                                Item.of(numbers(1, 3)),
                                Item.of(tokens)));

        // The encoder's double adds them before each of its two blocks.
        assertArrayEquals(new float[] {2, 4, 6, 8}, vector(reply, 0));
        assertArrayEquals(new float[] {3, 5, 7, 9}, vector(reply, 1));
        assertArrayEquals(new float[] {2, 4, 6, 8}, vector(reply, 2));
        assertArrayEquals(new float[] {3, 5, 7, 9}, vector(reply, 3));
    }

    @Test
    void in_a_fused_sequence_positions_stay_with_their_rows() {
        Input positioned = numbers(1).withOptions(Map.of("position", 0.5));

        Features features =
                mt.encode(Request.of(Item.of(numbers(1), positioned, numbers(1)))).values().get(0);

        assertArrayEquals(
                new float[] {1, 2, 3, 4, 2, 3, 4, 5, 1, 2, 3, 4}, features.values().toArray());
    }

    @Test
    void the_path_may_begin_at_tokens_or_at_features() {
        TokenSequence tokens = mt.tokenize(Request.of(numbers(1, 3))).values().get(0);
        Features features = mt.encode(Request.of(Item.of(tokens))).values().get(0);

        Reply<Prediction.Embedding> reply =
                mt.embed(Request.of(Item.of(numbers(1, 3)), Item.of(tokens), Item.of(features)));

        assertArrayEquals(vector(reply, 0), vector(reply, 1));
        assertArrayEquals(vector(reply, 0), vector(reply, 2));
    }

    @Test
    void what_is_wrong_with_one_item_does_not_hurt_another() {
        Input broken = Input.of(Runtimes.NUMBERS, "nonsense".getBytes(StandardCharsets.UTF_8));
        Input stranger = Input.of(Modality.of("numberz"), new byte[] {1});
        TokenSequence narrow =
                TokenSequence.of(
                        Tensor.of(new float[] {1, 1}, 1, 2),
                        Runtimes.NUMBERS,
                        0,
                        new Layout.Series(1),
                        Origin.named("narrow"));

        Reply<Prediction.Embedding> reply =
                mt.embed(
                        Request.of(
                                Item.of(numbers(1)),
                                Item.of(broken),
                                Item.of(stranger),
                                Item.of(narrow),
                                Item.of(numbers(2))));

        assertEquals(3, reply.refused());
        assertEquals(ErrorCode.UNSUPPORTED_FORMAT, code(reply, 1));
        assertEquals(ErrorCode.UNKNOWN_MODALITY, code(reply, 2));
        assertEquals(ErrorCode.SHAPE_MISMATCH, code(reply, 3));
        assertEquals(1, reply.answers().get(0).orThrow().vectors().toArray()[0]);
        assertEquals(2, reply.answers().get(4).orThrow().vectors().toArray()[0]);
    }

    private static ErrorCode code(Reply<?> reply, int item) {
        return reply.answers().get(item).refusal().orElseThrow().code();
    }

    @Test
    void an_unknown_name_is_answered_with_what_is_there_and_the_nearest() {
        Request request = Request.of(numbers(1));

        var modality =
                assertThrows(
                        MetaTransformerException.class,
                        () -> mt.embed(Request.of(numbers(1).as(Modality.of("numberz")))).values());
        var head =
                assertThrows(MetaTransformerException.class, () -> mt.predict("embeding", request));
        var model =
                assertThrows(
                        MetaTransformerException.class, () -> mt.embed(request.withModel("bse")));

        assertEquals(ErrorCode.UNKNOWN_MODALITY, modality.code());
        assertTrue(
                modality.getMessage()
                        .contains("installed: numbers, other, unweighted. Did you mean 'numbers'?"),
                modality.getMessage());
        assertEquals(ErrorCode.UNKNOWN_HEAD, head.code());
        assertTrue(head.getMessage().contains("Did you mean 'embedding'?"), head.getMessage());
        assertEquals(ErrorCode.UNKNOWN_MODEL, model.code());
        assertTrue(model.getMessage().contains("Did you mean 'base'?"), model.getMessage());
    }

    @Test
    void options_of_a_request_reach_the_head_and_wrong_ones_refuse_the_whole_request() {
        Request request = Request.of(numbers(1), numbers(2));

        Reply<Prediction.Embedding> reply = mt.embed(request.withOptions(Map.of("scale", 10)));
        var refusal =
                assertThrows(
                        MetaTransformerException.class,
                        () -> mt.embed(request.withOptions(Map.of("size", 10))));

        assertEquals(20, vector(reply, 1)[0]);
        assertEquals(ErrorCode.BAD_CONFIG, refusal.code());
        assertTrue(refusal.getMessage().contains("'size'"), refusal.getMessage());
    }

    @Test
    void options_of_an_input_reach_its_tokenizer() {
        Input scaled = numbers(1).withOptions(Map.of("scale", 5));

        Reply<Prediction.Embedding> reply = mt.embed(Request.of(scaled, numbers(1)));

        assertEquals(5, vector(reply, 0)[0]);
        assertEquals(1, vector(reply, 1)[0]);
    }

    @Test
    void tokens_of_all_items_together_have_a_limit() {
        Request request = Request.of(numbers(1, 2), numbers(3, 4)).withMaxTokens(3);

        var refusal = assertThrows(MetaTransformerException.class, () -> mt.embed(request));

        assertEquals(ErrorCode.INVALID_REQUEST, refusal.code());
    }

    @Test
    void a_sequence_past_the_encoders_limit_is_refused_before_it_is_queued() {
        double[] many = new double[60];
        Item[] fused = {Item.of(Collections.nCopies(9, numbers(many)))};

        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> mt.embed(Request.of(fused)).values());

        assertEquals(ErrorCode.LIMIT_EXCEEDED, refusal.code());
        assertTrue(
                refusal.getMessage().contains("540 tokens from 9 input(s)"), refusal.getMessage());
    }

    @Test
    void every_reply_says_what_made_it_and_where_the_time_went() {
        Reply<Prediction.Embedding> reply =
                mt.embed(Request.of(Item.of(numbers(1)), Item.of(numbers(2).as(Runtimes.OTHER))));

        Provenance provenance = reply.provenance();
        assertEquals("base", provenance.model());
        assertEquals(64, provenance.fingerprint().length());
        assertEquals(
                List.of("numbers", "other", "echo", "embedding"),
                provenance.parts().stream().map(Provenance.Part::name).toList());
        assertEquals(Map.of("imported", 1), provenance.parts().get(0).weights());
        assertFalse(provenance.usesRandomWeights());
        Timing timing = reply.answers().get(0).timing();
        assertTrue(timing.batchSize() >= 1 && timing.batchSize() <= 2);
        Duration stages =
                timing.start()
                        .plus(timing.tokenize())
                        .plus(timing.queue())
                        .plus(timing.encode())
                        .plus(timing.head());
        assertTrue(timing.start().compareTo(Duration.ZERO) > 0);
        assertTrue(timing.total().compareTo(stages) >= 0);
        assertTrue(reply.time().compareTo(timing.encode()) >= 0);
    }

    @Test
    void a_stage_can_be_awaited_elsewhere() throws Exception {
        var stage = mt.embedAsync(Request.of(numbers(7)));
        var refused = mt.predictAsync("none", Request.of(numbers(7)));

        assertEquals(7, vector(stage.toCompletableFuture().get(10, TimeUnit.SECONDS), 0)[0]);
        var failure =
                assertThrows(
                        ExecutionException.class,
                        () -> refused.toCompletableFuture().get(10, TimeUnit.SECONDS));
        assertEquals(
                ErrorCode.UNKNOWN_HEAD, ((MetaTransformerException) failure.getCause()).code());
    }
}
