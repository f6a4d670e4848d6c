package io.metatransformer.core.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.Layout;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Origin;
import io.metatransformer.api.Tensor;
import io.metatransformer.api.TokenSequence;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BatcherTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<List<Integer>> batches = Collections.synchronizedList(new ArrayList<>());
    private final List<BatchListener.Batch> reports =
            Collections.synchronizedList(new ArrayList<>());
    private final List<Place> places = new ArrayList<>();
    private Batcher batcher;

    private void open(int tokenBudget, double maxPadding, Duration maxWait) {
        BatchListener listener =
                new BatchListener() {
                    @Override
                    public void encoded(Batch batch) {
                        reports.add(batch);
                    }
                };
        batcher =
                new Batcher(
                        "test",
                        this::encode,
                        new BatchSettings(100, 0.5, tokenBudget, maxPadding, maxWait, 1),
                        listener);
    }

    private List<Features> encode(List<TokenSequence> batch) {
        batches.add(batch.stream().map(TokenSequence::length).toList());
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return batch.stream().map(s -> Features.of(s.tokens(), s.segments())).toList();
    }

    @AfterEach
    void close() {
        gate.countDown();
        places.forEach(Place::close);
        batcher.close();
    }

    private static TokenSequence tokens(int length) {
        return TokenSequence.of(
                Tensor.of(new float[length], length, 1),
                Modality.of("test"),
                0,
                new Layout.Series(length),
                Origin.named("test"));
    }

    /** Puts sequences of these lengths in the queue, each in a place of its own. */
    private List<CompletableFuture<Encoded>> submit(int... lengths) {
        return submit(Precedence.OWN, lengths);
    }

    private List<CompletableFuture<Encoded>> submit(Precedence precedence, int... lengths) {
        List<Place> taken = batcher.reserve(lengths.length, precedence);
        places.addAll(taken);
        List<CompletableFuture<Encoded>> results = new ArrayList<>();
        for (int i = 0; i < lengths.length; i++) {
            results.add(
                    taken.get(i)
                            .submit(tokens(lengths[i]), Deadline.none())
                            .encoded()
                            .toCompletableFuture());
        }
        return results;
    }

    private static void join(List<CompletableFuture<Encoded>> results) throws Exception {
        for (CompletableFuture<Encoded> result : results) {
            result.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void a_batch_is_bounded_by_tokens_and_not_by_items() throws Exception {
        open(8, 1, LONG);

        var results = submit(2, 2, 2, 2, 2);
        gate.countDown();
        join(results);

        assertEquals(List.of(List.of(2, 2, 2, 2), List.of(2)), batches);
        assertEquals(4, results.get(0).join().batchSize());
    }

    @Test
    void the_budget_counts_padding() throws Exception {
        open(12, 1, LONG);

        var results = submit(6, 1, 1);
        gate.countDown();
        join(results);

        assertEquals(List.of(List.of(6, 1), List.of(1)), batches);
        assertEquals(5.0 / 12, reports.get(0).paddingRatio(), 1e-12);
    }

    @Test
    void short_items_do_not_ride_with_a_long_one_that_they_would_fill_with_padding()
            throws Exception {
        open(100, 0.25, LONG);

        var results = submit(10, 1, 9, 1);
        gate.countDown();
        join(results);

        assertEquals(List.of(List.of(10, 9), List.of(1, 1)), batches);
    }

    @Test
    void a_sequence_longer_than_the_budget_goes_alone() throws Exception {
        open(4, 1, LONG);

        var results = submit(9, 1);
        gate.countDown();
        join(results);

        assertEquals(List.of(List.of(9), List.of(1)), batches);
    }

    @Test
    void nobody_waits_for_company_when_nobody_is_on_the_way() throws Exception {
        open(100, 1, LONG);
        gate.countDown();

        join(submit(1));

        assertEquals(List.of(List.of(1)), batches);
    }

    @Test
    void an_item_waits_for_the_one_that_is_being_tokenized() throws Exception {
        open(100, 1, LONG);
        gate.countDown();
        List<Place> two = batcher.reserve(2, Precedence.OWN);
        places.addAll(two);

        var first = two.get(0).submit(tokens(1), Deadline.none()).encoded().toCompletableFuture();
        assertFalse(first.isDone());
        var second = two.get(1).submit(tokens(2), Deadline.none()).encoded().toCompletableFuture();
        join(List.of(first, second));

        assertEquals(List.of(List.of(1, 2)), batches);
    }

    @Test
    void an_item_that_will_not_come_is_not_waited_for() throws Exception {
        open(100, 1, LONG);
        gate.countDown();
        List<Place> two = batcher.reserve(2, Precedence.OWN);
        places.addAll(two);

        var first = two.get(0).submit(tokens(1), Deadline.none()).encoded().toCompletableFuture();
        two.get(1).forgo();
        join(List.of(first));

        assertEquals(List.of(List.of(1)), batches);
    }

    @Test
    void patience_ends_with_the_longest_wait() throws Exception {
        open(100, 1, Duration.ofMillis(1));
        gate.countDown();
        List<Place> two = batcher.reserve(2, Precedence.OWN);
        places.addAll(two);

        join(
                List.of(
                        two.get(0)
                                .submit(tokens(1), Deadline.none())
                                .encoded()
                                .toCompletableFuture()));

        assertEquals(List.of(List.of(1)), batches);
    }

    @Test
    void a_late_item_is_refused_when_its_batch_is_formed() {
        open(100, 1, LONG);
        Place place = batcher.reserve(1, Precedence.OWN).get(0);
        places.add(place);

        var late =
                place.submit(tokens(1), Deadline.after(Duration.ZERO))
                        .encoded()
                        .toCompletableFuture();
        var failure = assertThrows(ExecutionException.class, () -> late.get(10, TimeUnit.SECONDS));

        assertEquals(
                ErrorCode.DEADLINE_EXCEEDED,
                ((MetaTransformerException) failure.getCause()).code());
        assertEquals(List.of(), batches);
    }

    @Test
    void a_place_may_be_used_by_one_item_after_another() throws Exception {
        open(100, 1, LONG);
        gate.countDown();
        Place place = batcher.reserve(1, Precedence.OWN).get(0);
        places.add(place);

        for (int i = 1; i <= 3; i++) {
            place.expect();
            var result = place.submit(tokens(i), Deadline.none()).encoded().toCompletableFuture();
            join(List.of(result));
        }

        assertEquals(List.of(List.of(1), List.of(2), List.of(3)), batches);
        assertEquals(1, batcher.inFlight());
    }

    @Test
    void places_are_granted_while_there_is_room_and_come_back() {
        open(100, 1, LONG);

        List<Place> most = batcher.reserve(99, Precedence.OWN);
        List<Place> rest = batcher.reserve(5, Precedence.OWN);
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> batcher.reserve(1, Precedence.OWN));
        most.forEach(Place::close);
        most.forEach(Place::close);

        assertEquals(1, rest.size());
        assertEquals(ErrorCode.QUEUE_FULL, refusal.code());
        assertEquals(1, batcher.inFlight());
        places.addAll(rest);
    }

    @Test
    void closing_waits_for_what_was_admitted_and_admits_no_more() throws Exception {
        open(100, 1, LONG);
        var results = submit(1, 2);
        Thread closer = new Thread(batcher::close);

        closer.start();
        gate.countDown();
        join(results);
        places.forEach(Place::close);
        closer.join(10_000);

        assertFalse(closer.isAlive());
        var refusal =
                assertThrows(
                        MetaTransformerException.class, () -> batcher.reserve(1, Precedence.OWN));
        assertEquals(ErrorCode.CLOSED, refusal.code());
        assertTrue(
                Stream.of(Thread.getAllStackTraces().keySet().toArray(new Thread[0]))
                        .noneMatch(thread -> thread.getName().equals("mt-encode-test")));
    }

    @Test
    void settings_that_make_no_sense_are_refused() {
        open(1, 0, LONG);

        assertThrows(
                MetaTransformerException.class,
                () -> new BatchSettings(0, 1, 1, 0, Duration.ZERO, 1));
        assertThrows(
                MetaTransformerException.class,
                () -> new BatchSettings(1, 1, 1, Double.NaN, Duration.ZERO, 1));
        assertThrows(
                MetaTransformerException.class,
                () -> new BatchSettings(1, 0, 1, 0, Duration.ZERO, 1));
        assertThrows(MetaTransformerException.class, () -> new Precedence(10, "somebody"));
        assertThrows(MetaTransformerException.class, () -> new Precedence(-1, "somebody"));
    }

    @Test
    void clients_take_turns_by_tokens_however_many_items_one_has_waiting() throws Exception {
        open(1, 0, Duration.ZERO); // each item a batch of its own
        var leading = submit(9);
        batchesAre(1);
        var many = submit(new Precedence(Precedence.USUAL, "many"), 4, 4, 4, 4);
        var few = submit(new Precedence(Precedence.USUAL, "few"), 2, 2, 3);

        gate.countDown();
        join(leading);
        join(many);
        join(few);

        // turns: many 0 4 8 12, few 0 2 4; equal ones in order of arrival
        assertEquals(List.of(9, 4, 2, 2, 4, 3, 4, 4), lengths());
    }

    @Test
    void a_client_that_was_away_does_not_catch_up() {
        open(1, 0, Duration.ZERO);
        Turns turns = new Turns();
        for (int i = 0; i < 5; i++) {
            turns.served(turns.next("steady", 7));
        }

        assertEquals(28, turns.next("newcomer", 1));
        assertEquals(29, turns.next("newcomer", 1));
        assertEquals(35, turns.next("steady", 7));
    }

    @Test
    void the_urgent_go_first() throws Exception {
        open(1, 0, Duration.ZERO);
        var leading = submit(9);
        batchesAre(1);
        var usual = submit(1, 2);
        var low = submit(new Precedence(0, ""), 3);
        var urgent = submit(new Precedence(7, ""), 4, 5);

        gate.countDown();
        join(leading);
        join(usual);
        join(low);
        join(urgent);

        assertEquals(List.of(9, 4, 5, 1, 2, 3), lengths());
    }

    @Test
    void one_client_cannot_fill_the_queue_of_all() {
        open(100, 1, LONG);
        Precedence greedy = new Precedence(Precedence.USUAL, "greedy");

        List<Place> most = batcher.reserve(99, greedy);
        places.addAll(most);
        var refusal =
                assertThrows(MetaTransformerException.class, () -> batcher.reserve(1, greedy));

        assertEquals(50, most.size());
        assertEquals(ErrorCode.QUEUE_FULL, refusal.code());
        assertTrue(refusal.getMessage().contains("50 items of this client"), refusal.getMessage());
        places.addAll(batcher.reserve(1, new Precedence(Precedence.USUAL, "modest")));
        most.get(0).close();
        List<Place> again = batcher.reserve(3, greedy);
        places.addAll(again);
        assertEquals(1, again.size());
    }

    private List<Integer> lengths() {
        return batches.stream().flatMap(List::stream).toList();
    }

    private void batchesAre(int count) throws InterruptedException {
        for (int i = 0; i < 1000 && batches.size() < count; i++) {
            Thread.sleep(10);
        }
        assertEquals(count, batches.size());
    }
}
