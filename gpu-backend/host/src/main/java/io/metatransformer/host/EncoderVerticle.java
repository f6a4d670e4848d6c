package io.metatransformer.host;

import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.wire.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves an encoder on the event bus, at the addresses and in the messages of {@link EncoderBus}.
 *
 * <p>No event loop ever waits: reading, encoding and writing happen on worker threads of its own. Requests are
 * never held back on the bus, where Vert.x would drop them without a word: past {@link HostSettings#inFlight}
 * they are answered 429. Undeploying takes the addresses away at once and completes when the last request is
 * answered. The session is not closed: it belongs to whoever opened it.
 */
public final class EncoderVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(EncoderVerticle.class);

    /** As many as a session runs at once; the others wait in the pool's queue, where they can be cancelled. */
    private static final int WORKERS = 2;

    /** Before Vert.x reports a blocked worker; a run of a large batch is no blockage. */
    private static final long LONGEST_RUN_MINUTES = 10;

    private final EncoderSession session;
    private final HostSettings settings;
    private final Map<String, Waiting> requests = new ConcurrentHashMap<>();
    private final List<MessageConsumer<?>> consumers = new ArrayList<>();
    private final Promise<Void> drained = Promise.promise();
    private WorkerExecutor workers;
    private int inFlight;
    private boolean stopping;

    /**
     * @param session stays open until this is undeployed
     */
    public EncoderVerticle(EncoderSession session, HostSettings settings) {
        this.session = session;
        this.settings = settings;
    }

    @Override
    public Future<?> start() {
        EncoderBus.register(vertx);
        workers =
                vertx.createSharedWorkerExecutor(
                        "mt-encode-" + settings.encoder() + "-" + settings.node(),
                        WORKERS,
                        LONGEST_RUN_MINUTES,
                        TimeUnit.MINUTES);
        consumers.add(
                vertx.eventBus().consumer(EncoderBus.address(settings.encoder()), this::receive));
        consumers.add(
                vertx.eventBus()
                        .consumer(
                                EncoderBus.address(settings.encoder(), settings.node()),
                                this::receive));
        consumers.add(vertx.eventBus().consumer(EncoderBus.CANCEL, this::cancel));
        return Future.all(consumers.stream().map(MessageConsumer::completion).toList());
    }

    private void receive(Message<Object> message) {
        try {
            if (EncoderBus.DESCRIBE.equals(message.headers().get(EncoderBus.ACTION))) {
                message.reply(description());
                return;
            }
            admit(message);
        } catch (MetaTransformerException refusal) {
            fail(message, refusal, message.headers().get(EncoderBus.REQUEST_ID));
        }
    }

    private JsonObject description() {
        JsonObject description =
                new JsonObject()
                        .put("width", session.width())
                        .put("max_tokens", session.maxTokens())
                        .put("node", settings.node());
        settings.fingerprint().ifPresent(sha256 -> description.put("fingerprint", sha256));
        return description;
    }

    private void admit(Message<Object> message) {
        if (inFlight >= settings.inFlight()) {
            throw new MetaTransformerException(
                    ErrorCode.QUEUE_FULL,
                    "this host has its limit of "
                            + settings.inFlight()
                            + " requests in flight; try again");
        }
        checkWeights(message.headers().get(EncoderBus.FINGERPRINT));
        Waiting request = Waiting.of(message.headers(), settings.patience());
        inFlight++;
        requests.put(request.id(), request);
        workers.executeBlocking(() -> serve(message, request), false)
                .onComplete(
                        done -> {
                            inFlight--;
                            requests.remove(request.id(), request);
                            if (stopping && inFlight == 0) {
                                drained.tryComplete();
                            }
                        });
    }

    private void checkWeights(String expected) {
        boolean other =
                expected != null
                        && settings.fingerprint().filter(own -> !own.equals(expected)).isPresent();
        if (other) {
            throw new MetaTransformerException(
                    ErrorCode.CONFLICT,
                    "this host serves other weights than the caller expects; models of one name must"
                            + " be equal on all nodes");
        }
    }

    /** On a worker, the answer included: for a caller elsewhere, it is written there and then. */
    private Void serve(Message<Object> message, Waiting request) {
        try {
            request.checkWanted();
            Object body = message.body();
            if (body instanceof TokenBatch batch) {
                FeatureBatch features = new FeatureBatch(session.encode(batch.sequences()));
                message.reply(features, EncoderBus.features());
            } else if (body instanceof Buffer buffer) {
                var batch = Wire.decode(Bytes.copy(buffer, 0, buffer.length()));
                message.reply(Bytes.copy(Wire.encodeFeatures(session.encode(batch))));
            } else {
                throw new MetaTransformerException(
                        ErrorCode.INVALID_REQUEST,
                        "the body must be a batch of tokens, as an object or in its binary form");
            }
        } catch (MetaTransformerException refusal) {
            fail(message, refusal, request.id());
        } catch (RuntimeException | Error e) {
            LOG.error("request {} to {} failed", request.id(), settings.encoder(), e);
            fail(
                    message,
                    new MetaTransformerException(
                            ErrorCode.INTERNAL, "the host failed on this request", e),
                    request.id());
        }
        return null;
    }

    private static void fail(
            Message<?> message, MetaTransformerException refusal, String requestId) {
        message.fail(Problem.of(refusal.code()).status(), Problem.json(refusal, requestId));
    }

    private void cancel(Message<Object> message) {
        if (message.body() instanceof JsonObject json
                && json.getValue("request_id") instanceof String id) {
            Waiting request = requests.get(id);
            if (request != null) {
                request.cancel();
            }
        }
    }

    @Override
    public Future<?> stop() {
        return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
                .transform(
                        unregistered -> {
                            stopping = true;
                            if (inFlight == 0) {
                                drained.tryComplete();
                            }
                            return drained.future();
                        })
                .eventually(() -> workers.close());
    }
}
