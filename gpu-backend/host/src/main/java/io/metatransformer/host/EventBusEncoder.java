package io.metatransformer.host;

import io.metatransformer.api.Encoder;
import io.metatransformer.api.EncoderSession;
import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.ModelPart;
import io.metatransformer.api.Option;
import io.metatransformer.api.Options;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Asks an {@link EncoderVerticle} on this Vert.x or, if it is clustered, on any node: a process without
 * TensorFlow uses the encoder of one that has it.
 *
 * <p>Not found by {@link java.util.ServiceLoader}: it needs the program's own Vert.x, and a service that
 * made one for itself would join no cluster that its host knows (docs/adr/0005-the-event-bus-encoder-is-handed-in.md).
 * A program hands it in where it builds the runtime.
 */
public final class EventBusEncoder implements Encoder {
    static final String ENCODER = "encoder";
    static final String TIMEOUT = "timeout_ms";

    private static final List<Option> OPTIONS =
            List.of(
                    Option.text(
                                    ENCODER,
                                    "",
                                    "name under which hosts serve the encoder; if unset, the model's")
                            .unset(),
                    Option.integer(
                            TIMEOUT,
                            30_000,
                            1,
                            300_000,
                            "ms",
                            "time for an answer, waiting for its turn included"));

    private final Vertx vertx;

    /**
     * @param vertx stays open as long as any session
     */
    public EventBusEncoder(Vertx vertx) {
        this.vertx = Objects.requireNonNull(vertx, "vertx");
    }

    @Override
    public String name() {
        return "event-bus";
    }

    @Override
    public List<Option> options() {
        return OPTIONS;
    }

    /**
     * Asks a host what it serves; the part's folder is looked at for the fingerprint only, and need not be
     * there.
     *
     * @throws MetaTransformerException with {@link ErrorCode#BACKEND_UNAVAILABLE} if no host answers, {@link
     *     ErrorCode#BAD_MODEL} if it serves another width or other weights, {@link ErrorCode#BAD_CONFIG} for
     *     an option
     */
    @Override
    public EncoderSession open(ModelPart part) {
        Options options = part.options(OPTIONS);
        String encoder = options.isSet(ENCODER) ? options.text(ENCODER) : model(part);
        EncoderBus.register(vertx);
        BusCaller caller =
                new BusCaller(
                        vertx,
                        part.name(),
                        EncoderBus.address(encoder),
                        Duration.ofMillis(options.integer(TIMEOUT)));
        return EventBusSession.open(part, caller);
    }

    /** {@code base} of {@code base/encoder}. */
    private static String model(ModelPart part) {
        int slash = part.name().indexOf('/');
        return slash < 0 ? part.name() : part.name().substring(0, slash);
    }
}
