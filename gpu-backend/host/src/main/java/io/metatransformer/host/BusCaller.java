package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.Message;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Asks hosts over the event bus, and waits. */
final class BusCaller {
    /** The host answers with its own refusal when the deadline passes; this is for hosts that cannot. */
    private static final Duration GRACE = Duration.ofMillis(250);

    /** Nothing was computed, or it can be computed again elsewhere. */
    private static final Set<ErrorCode> REPEATABLE =
            Set.of(ErrorCode.BACKEND_UNAVAILABLE, ErrorCode.MODEL_NOT_READY, ErrorCode.DRAINING);

    private final Vertx vertx;
    private final String name;
    private final String address;
    private final Duration timeout;

    BusCaller(Vertx vertx, String name, String address, Duration timeout) {
        this.vertx = vertx;
        this.name = name;
        this.address = address;
        this.timeout = timeout;
    }

    JsonObject describe() {
        DeliveryOptions options =
                new DeliveryOptions().addHeader(EncoderBus.ACTION, EncoderBus.DESCRIBE);
        return ask(new JsonObject(), options, JsonObject.class, timeout);
    }

    /** Asks once more, of another host if there is one, while a quarter of the time is left. */
    FeatureBatch encode(TokenBatch batch, Optional<String> fingerprint) {
        long start = System.nanoTime();
        DeliveryOptions options = EncoderBus.tokens();
        fingerprint.ifPresent(sha256 -> options.addHeader(EncoderBus.FINGERPRINT, sha256));
        try {
            return ask(batch, options, FeatureBatch.class, timeout);
        } catch (MetaTransformerException refusal) {
            Duration left = timeout.minusNanos(System.nanoTime() - start);
            if (!REPEATABLE.contains(refusal.code()) || left.compareTo(timeout.dividedBy(4)) < 0) {
                throw refusal;
            }
            return ask(batch, options, FeatureBatch.class, left);
        }
    }

    private <T> T ask(Object body, DeliveryOptions options, Class<T> answer, Duration left) {
        if (Context.isOnEventLoopThread()) {
            throw new MetaTransformerException(
                    ErrorCode.INTERNAL, name + ": an encoder must not be called on an event loop");
        }
        String id = UUID.randomUUID().toString();
        DeliveryOptions asked =
                new DeliveryOptions(options)
                        .setSendTimeout(left.plus(GRACE).toMillis())
                        .addHeader(EncoderBus.REQUEST_ID, id)
                        .addHeader(EncoderBus.DEADLINE, Long.toString(left.toMillis()));
        CompletableFuture<Message<Object>> reply =
                vertx.eventBus()
                        .request(address, body, asked)
                        .toCompletionStage()
                        .toCompletableFuture();
        try {
            return answer.cast(reply.get().body());
        } catch (InterruptedException e) {
            cancel(id);
            Thread.currentThread().interrupt();
            throw new MetaTransformerException(
                    ErrorCode.CANCELLED, name + ": interrupted while waiting for the host", e);
        } catch (ExecutionException e) {
            MetaTransformerException refusal = Problem.read(name, e.getCause());
            if (refusal.code() == ErrorCode.DEADLINE_EXCEEDED) {
                cancel(id);
            }
            throw refusal;
        } catch (ClassCastException e) {
            throw new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    name + ": what answers at " + address + " is no encoder host",
                    e);
        }
    }

    /** A timeout here does not stop the host. */
    private void cancel(String id) {
        vertx.eventBus().publish(EncoderBus.CANCEL, new JsonObject().put("request_id", id));
    }
}
