package io.metatransformer.core;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.core.batch.BatchSettings;
import io.metatransformer.core.batch.Cancellation;
import io.metatransformer.core.batch.Deadline;
import io.metatransformer.testkit.doubles.NumbersTokenizer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With an encoder that stops at a gate, so that what waits can be looked at. */
class QueueTest {
    private static final int CAPACITY = 4;

    @TempDir Path models;
    private final CountDownLatch gate = new CountDownLatch(1);
    private final CountDownLatch reached = new CountDownLatch(1);
    private final List<Float> encoded = Collections.synchronizedList(new ArrayList<>());
    private final Counts counts = new Counts();
    private final List<CompletableFuture<Reply<Features>>> waiting = new ArrayList<>();
    private MetaTransformer mt;

    private static final class Counts implements PipelineListener {
        private final AtomicInteger expired = new AtomicInteger();
        private final AtomicInteger cancelled = new AtomicInteger();
        private final AtomicInteger refused = new AtomicInteger();
        private final AtomicInteger queued = new AtomicInteger();

        @Override
        public void queued(String model, int items) {
            queued.set(items);
        }

        @Override
        public void refused(String model, int items) {
            refused.addAndGet(items);
        }

        @Override
        public void expired(String model, int items) {
            expired.addAndGet(items);
        }

        @Override
        public void cancelled(String model, int items) {
            cancelled.addAndGet(items);
        }
    }

    @BeforeEach
    void open() {
        Runtimes.write(models, "base");
        var encoder = new Overridden.EncoderDouble((inner, batch) -> stop(batch));
        mt =
                Runtimes.over(models, encoder)
                        .batches(new BatchSettings(CAPACITY, 1, 1, 0, Duration.ZERO, 1))
                        .drain(Duration.ofSeconds(20))
                        .listener(counts)
                        .build();
    }

    private List<Features> stop(List<TokenSequence> batch) {
        reached.countDown();
        try {
            gate.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        batch.forEach(sequence -> encoded.add(sequence.tokens().data().get(0)));
        return batch.stream().map(s -> Features.of(s.tokens(), s.segments())).toList();
    }

    @AfterEach
    void close() {
        gate.countDown();
        mt.close();
    }

    private static Request number(int value) {
        return Request.of(NumbersTokenizer.input(value));
    }

    private CompletableFuture<Reply<Features>> ask(Request request) {
        CompletableFuture<Reply<Features>> reply = mt.encodeAsync(request).toCompletableFuture();
        waiting.add(reply);
        return reply;
    }

    /** One item in the encoder, so many more in the queue. */
    private void occupy(int queued) throws InterruptedException {
        ask(number(0));
        assertTrue(reached.await(10, TimeUnit.SECONDS));
        for (int i = 1; i <= queued; i++) {
            int place = i;
            ask(number(i));
            Awaitility.await().until(() -> counts.queued.get() == place);
        }
    }

    private static ErrorCode codeOf(CompletableFuture<Reply<Features>> reply) {
        return reply.join().answers().get(0).refusal().orElseThrow().code();
    }

    @Test
    void a_full_queue_refuses_at_once_and_takes_more_when_it_has_moved_on() throws Exception {
        occupy(CAPACITY - 1);

        var refusal =
                assertThrows(
                        CompletionException.class,
                        () -> mt.encodeAsync(number(9)).toCompletableFuture().join());
        var early =
                assertThrows(
                        MetaTransformerException.class, () -> mt.requireRoom(Optional.empty()));
        gate.countDown();
        waiting.forEach(CompletableFuture::join);

        assertEquals(ErrorCode.QUEUE_FULL, ((MetaTransformerException) refusal.getCause()).code());
        assertEquals(ErrorCode.QUEUE_FULL, early.code());
        assertEquals(2, counts.refused.get());
        Awaitility.await().untilAsserted(() -> mt.requireRoom(Optional.empty()));
        assertEquals(9, mt.encode(number(9)).values().get(0).values().data().get(0));
    }

    @Test
    void a_request_with_more_items_than_the_queue_holds_works_through_them() {
        gate.countDown();
        List<Item> items =
                IntStream.range(0, 10 * CAPACITY)
                        .<Item>mapToObj(i -> Item.of(NumbersTokenizer.input(i)))
                        .toList();

        Reply<Features> reply = mt.encode(Request.of(items));

        assertEquals(0, reply.refused());
        assertEquals(items.size(), encoded.size());
    }

    @Test
    void an_item_whose_deadline_passes_in_the_queue_never_reaches_the_encoder() throws Exception {
        occupy(1);

        var late = ask(number(77).withDeadline(Deadline.after(Duration.ofMillis(50))));
        ErrorCode code = codeOf(late);
        assertFalse(gate.getCount() == 0);
        gate.countDown();
        waiting.forEach(CompletableFuture::join);

        assertEquals(ErrorCode.DEADLINE_EXCEEDED, code);
        assertEquals(List.of(0f, 1f), encoded);
        assertEquals(1, counts.expired.get());
    }

    @Test
    void a_deadline_that_has_passed_already_costs_nothing() {
        gate.countDown();

        var late = ask(number(77).withDeadline(Deadline.after(Duration.ofSeconds(-1))));

        assertEquals(ErrorCode.DEADLINE_EXCEEDED, codeOf(late));
        assertEquals(List.of(), encoded);
    }

    @Test
    void a_request_that_is_taken_back_leaves_the_queue() throws Exception {
        occupy(1);
        Cancellation cancellation = new Cancellation();
        var withdrawn = ask(number(77).withCancellation(cancellation));
        Awaitility.await().until(() -> counts.queued.get() == 2);

        cancellation.cancel();
        ErrorCode code = codeOf(withdrawn);
        gate.countDown();
        waiting.forEach(CompletableFuture::join);

        assertEquals(ErrorCode.CANCELLED, code);
        assertEquals(List.of(0f, 1f), encoded);
        assertEquals(1, counts.cancelled.get());
    }

    @Test
    void an_interrupted_caller_takes_its_request_back() throws Exception {
        occupy(0);
        AtomicReference<ErrorCode> code = new AtomicReference<>();
        Thread caller =
                new Thread(
                        () -> {
                            try {
                                mt.encode(number(77));
                            } catch (MetaTransformerException e) {
                                code.set(Thread.interrupted() ? e.code() : null);
                            }
                        });
        caller.start();
        Awaitility.await().until(() -> counts.queued.get() == 1);

        caller.interrupt();
        caller.join(10_000);
        gate.countDown();

        assertEquals(ErrorCode.CANCELLED, code.get());
        assertEquals(0f, waiting.get(0).join().values().get(0).values().data().get(0));
        assertEquals(List.of(0f), encoded);
    }

    @Test
    void draining_refuses_new_work_and_loses_none_of_the_old() throws Exception {
        occupy(2);

        var drained = mt.drain().toCompletableFuture();
        var refusal = assertThrows(MetaTransformerException.class, () -> mt.encode(number(9)));
        assertFalse(mt.readiness().isReady());
        assertFalse(drained.isDone());
        gate.countDown();
        drained.get(10, TimeUnit.SECONDS);

        assertEquals(ErrorCode.DRAINING, refusal.code());
        assertEquals(List.of(0f, 1f, 2f), encoded);
        waiting.forEach(reply -> assertEquals(0, reply.join().refused()));
    }

    @Test
    void closing_answers_what_could_not_be_drained() throws Exception {
        mt.close();
        var encoder = new Overridden.EncoderDouble((inner, batch) -> stop(batch));
        mt = Runtimes.over(models, encoder).drain(Duration.ofMillis(50)).listener(counts).build();
        var inEncoder = ask(number(0));
        assertTrue(reached.await(10, TimeUnit.SECONDS));

        Thread closer = new Thread(mt::close);
        closer.start();
        ErrorCode code = codeOf(inEncoder);
        gate.countDown();
        closer.join(20_000);

        assertEquals(ErrorCode.DRAINING, code);
        assertFalse(closer.isAlive());
        Awaitility.await().until(() -> encoder.open.get() == 0);
    }
}
