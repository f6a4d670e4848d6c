package io.metatransformer.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.Features;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.TokenSequence;
import io.metatransformer.api.Weights;
import io.metatransformer.api.wire.Wire;
import io.metatransformer.converter.EncoderConfig;
import io.metatransformer.testkit.ClosedForm;
import io.metatransformer.testkit.doubles.EchoEncoder;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/** An encoder's host and its callers on one event bus: what both make of trouble. */
@Timeout(60)
class EventBusTest {
    private static final String FINGERPRINT = "ab".repeat(32);

    private final Vertx vertx = Buses.one();
    private final TokenSequence sequence = AnotherJvm.sequence(ClosedForm.tensor("input.x", 3, 8));

    @AfterEach
    void close() {
        Buses.await(vertx.close());
    }

    @Test
    void in_one_jvm_tokens_and_features_go_by_reference() {
        Echo host = new Echo();
        deploy(host, HostSettings.of("base"));

        List<Features> features = open(Map.of()).encode(List.of(sequence));

        assertSame(sequence, host.last);
        assertSame(host.answer, features.get(0));
    }

    @Test
    void a_caller_without_our_codecs_sends_and_gets_the_binary_form() {
        deploy(new Echo(), HostSettings.of("base"));
        Buffer body = Bytes.copy(Wire.encode(List.of(sequence)));

        Message<Buffer> reply =
                Buses.await(vertx.eventBus().request(EncoderBus.address("base"), body));

        List<Features> features =
                Wire.decodeFeatures(Bytes.copy(reply.body(), 0, reply.body().length()));
        assertEquals(sequence.tokens(), features.get(0).values());
    }

    @Test
    void bytes_that_are_no_tokens_are_refused_and_the_host_lives_on() {
        deploy(new Echo(), HostSettings.of("base"));
        for (Object body : List.of(Buffer.buffer("not tokens"), "text", new JsonObject())) {
            var failure = failure(() -> request(body, new DeliveryOptions()));
            assertTrue(
                    failure.failureCode() == 422 || failure.failureCode() == 400,
                    failure.getMessage());
        }

        assertEquals(3, open(Map.of()).encode(List.of(sequence)).get(0).length());
    }

    @Test
    void one_node_can_be_asked_alone() {
        Echo first = new Echo();
        Echo second = new Echo();
        deploy(first, HostSettings.of("base").withNode("a"));
        deploy(second, HostSettings.of("base").withNode("b"));
        var options = EncoderBus.tokens();

        for (int i = 0; i < 3; i++) {
            Buses.await(
                    vertx.eventBus()
                            .request(
                                    EncoderBus.address("base", "b"),
                                    new TokenBatch(List.of(sequence)),
                                    options));
        }

        assertEquals(0, first.calls.get());
        assertEquals(3, second.calls.get());
    }

    @Test
    void no_host_is_told_as_such() {
        refused(ErrorCode.BACKEND_UNAVAILABLE, () -> open(Map.of()));
        String deployed = deploy(new Echo(), HostSettings.of("base"));
        EncoderSession session = open(Map.of());

        Buses.await(vertx.undeploy(deployed));

        refused(ErrorCode.BACKEND_UNAVAILABLE, () -> session.encode(List.of(sequence)));
    }

    @Test
    void a_host_of_another_width_or_other_weights_is_no_host_of_this_model(@TempDir Path folder)
            throws Exception {
        deploy(new Echo(), HostSettings.of("base").withFingerprint(FINGERPRINT));
        Files.writeString(folder.resolve("fingerprint"), "cd".repeat(32) + "\n");
        ModelPart other =
                new ModelPart(
                        "base/encoder", 8, Map.of(), Weights.none(), Map.of(), Optional.of(folder));

        refused(ErrorCode.BAD_MODEL, () -> new EventBusEncoder(vertx).open(other));
        refused(
                ErrorCode.BAD_MODEL,
                () ->
                        new EventBusEncoder(vertx)
                                .open(ModelPart.of("base/encoder", 9, Map.of(), Weights.none())));
        var failure =
                failure(
                        () ->
                                request(
                                        new TokenBatch(List.of(sequence)),
                                        EncoderBus.tokens()
                                                .addHeader(EncoderBus.FINGERPRINT, "other")));
        assertEquals(409, failure.failureCode());
        Files.writeString(folder.resolve("fingerprint"), FINGERPRINT + "\n");
        try (EncoderSession same = new EventBusEncoder(vertx).open(other)) {
            assertEquals(1, same.encode(List.of(sequence)).size());
        }
    }

    @Test
    void what_the_host_refuses_keeps_its_code_and_message() {
        deploy(
                new Echo() {
                    @Override
                    public List<Features> encode(List<TokenSequence> batch) {
                        throw new MetaTransformerException(ErrorCode.NON_FINITE, "item 3: NaN");
                    }
                },
                HostSettings.of("base"));

        var refusal = refused(ErrorCode.NON_FINITE, () -> open(Map.of()).encode(List.of(sequence)));
        var failure =
                failure(() -> request(new TokenBatch(List.of(sequence)), EncoderBus.tokens()));

        assertEquals("item 3: NaN", refusal.getMessage());
        assertEquals(422, failure.failureCode());
        JsonObject problem = new JsonObject(failure.getMessage());
        assertEquals("/problems/unprocessable-input", problem.getString("type"));
        assertEquals("NON_FINITE", problem.getString("code"));
    }

    @Test
    void what_breaks_inside_the_host_is_told_without_its_inside() {
        deploy(
                new Echo() {
                    @Override
                    public List<Features> encode(List<TokenSequence> batch) {
                        throw new IllegalStateException("secret");
                    }
                },
                HostSettings.of("base"));

        var refusal = refused(ErrorCode.INTERNAL, () -> open(Map.of()).encode(List.of(sequence)));

        assertFalse(refusal.getMessage().contains("secret"));
    }

    @Test
    void past_its_limit_the_host_refuses_at_once_and_recovers() {
        Slow slow = new Slow();
        deploy(slow, HostSettings.of("base").withInFlight(3));
        EncoderSession session = open(Map.of());
        List<Future<Message<FeatureBatch>>> running = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            running.add(
                    vertx.eventBus()
                            .request(
                                    EncoderBus.address("base"),
                                    new TokenBatch(List.of(sequence)),
                                    EncoderBus.tokens()));
        }

        refused(ErrorCode.QUEUE_FULL, () -> session.encode(List.of(sequence)));

        slow.leave.countDown();
        for (var each : running) {
            assertEquals(1, Buses.await(each).body().features().size());
        }
        assertEquals(1, session.encode(List.of(sequence)).size());
    }

    @Test
    void while_the_host_computes_its_event_loop_is_free() throws Exception {
        Slow slow = new Slow();
        deploy(slow, HostSettings.of("base"));
        CompletableFuture<List<Features>> running = later(open(Map.of()));
        assertTrue(slow.entered.await(30, TimeUnit.SECONDS));

        // One event loop serves host, caller and this: it answers only if none of them blocks it.
        CountDownLatch turned = new CountDownLatch(1);
        vertx.runOnContext(any -> turned.countDown());

        assertTrue(turned.await(10, TimeUnit.SECONDS));
        assertFalse(running.isDone());
        slow.leave.countDown();
        assertEquals(1, running.get(30, TimeUnit.SECONDS).size());
    }

    @Test
    void a_deadline_that_passes_is_told_and_work_that_nobody_waits_for_is_not_done()
            throws Exception {
        Slow slow = new Slow();
        deploy(slow, HostSettings.of("base"));
        EncoderSession patient = open(Map.of());
        List<CompletableFuture<List<Features>>> running = List.of(later(patient), later(patient));
        assertTrue(slow.entered.await(30, TimeUnit.SECONDS));

        refused(
                ErrorCode.DEADLINE_EXCEEDED,
                () -> open(Map.of("timeout_ms", 100)).encode(List.of(sequence)));
        slow.leave.countDown();

        for (var each : running) {
            each.get(30, TimeUnit.SECONDS);
        }
        assertEquals(1, patient.encode(List.of(sequence)).size());
        assertEquals(3, slow.calls.get(), "the request that timed out was computed");
    }

    @Test
    void undeploying_waits_for_the_answers_under_way() throws Exception {
        Slow slow = new Slow();
        String deployed = deploy(slow, HostSettings.of("base"));
        CompletableFuture<List<Features>> running = later(open(Map.of()));
        assertTrue(slow.entered.await(30, TimeUnit.SECONDS));

        var undeployed = vertx.undeploy(deployed);
        Buses.await(vertx.timer(50, TimeUnit.MILLISECONDS));

        assertFalse(undeployed.isComplete());
        slow.leave.countDown();
        Buses.await(undeployed);
        assertEquals(1, running.get(30, TimeUnit.SECONDS).size());
    }

    @Test
    void calling_from_an_event_loop_is_refused_instead_of_hanging() throws Exception {
        deploy(new Echo(), HostSettings.of("base"));
        EncoderSession session = open(Map.of());
        CompletableFuture<List<Features>> called = new CompletableFuture<>();

        vertx.runOnContext(
                any -> {
                    try {
                        called.complete(session.encode(List.of(sequence)));
                    } catch (MetaTransformerException e) {
                        called.completeExceptionally(e);
                    }
                });

        var failure =
                assertThrows(ExecutionException.class, () -> called.get(30, TimeUnit.SECONDS));
        assertTrue(failure.getCause().getMessage().contains("event loop"));
    }

    @Test
    void the_bits_are_those_of_the_session_that_is_served(@TempDir Path temp) {
        ModelPart part =
                Exported.part(temp, EncoderConfig.plain(32, 2, 4), ClosedForm.encoder(32, 2));
        TokenSequence tokens = AnotherJvm.sequence(ClosedForm.tensor("input.y", 17, 32));
        try (EncoderSession here = new TensorFlowEncoder().open(part)) {
            deploy(here, HostSettings.of("base"));
            EncoderSession there = new EventBusEncoder(vertx).open(part);

            assertArrayEquals(
                    here.encode(List.of(tokens)).get(0).values().toArray(),
                    there.encode(List.of(tokens)).get(0).values().toArray());
        }
    }

    private String deploy(EncoderSession session, HostSettings settings) {
        return Buses.await(vertx.deployVerticle(new EncoderVerticle(session, settings)));
    }

    private EncoderSession open(Map<String, Object> options) {
        return new EventBusEncoder(vertx)
                .open(ModelPart.of("base/encoder", 8, options, Weights.none()));
    }

    private CompletableFuture<List<Features>> later(EncoderSession session) {
        return CompletableFuture.supplyAsync(
                () -> session.encode(List.of(sequence)), each -> new Thread(each).start());
    }

    private void request(Object body, DeliveryOptions options) throws ExecutionException {
        try {
            vertx.eventBus()
                    .request(EncoderBus.address("base"), body, options)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static ReplyException failure(Executable call) {
        return (ReplyException) assertThrows(ExecutionException.class, call).getCause();
    }

    private static MetaTransformerException refused(ErrorCode code, Runnable call) {
        var refusal = assertThrows(MetaTransformerException.class, call::run);
        assertEquals(code, refusal.code(), refusal.getMessage());
        return refusal;
    }

    /** Answers tokens with themselves, and remembers what it saw. */
    private static class Echo implements EncoderSession {
        private final EncoderSession echo = new EchoEncoder().open(EchoEncoder.part(8));
        final AtomicInteger calls = new AtomicInteger();
        volatile TokenSequence last;
        volatile Features answer;

        @Override
        public int width() {
            return 8;
        }

        @Override
        public int maxTokens() {
            return 512;
        }

        @Override
        public List<Features> encode(List<TokenSequence> batch) {
            calls.incrementAndGet();
            last = batch.get(0);
            List<Features> features = echo.encode(batch);
            answer = features.get(0);
            return features;
        }

        @Override
        public void close() {
            echo.close();
        }
    }

    /** Does not answer before it is let go. */
    private static final class Slow extends Echo {
        final CountDownLatch entered = new CountDownLatch(1);
        final CountDownLatch leave = new CountDownLatch(1);

        @Override
        public List<Features> encode(List<TokenSequence> batch) {
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            return super.encode(batch);
        }
    }
}
