package io.metatransformer.host;

import io.metatransformer.api.wire.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;

/**
 * How an encoder is asked over the event bus: addresses, headers, and the messages that they carry.
 *
 * <p>A request to {@link #address} carries a {@link TokenBatch} with codec {@link #TOKENS_CODEC} and is answered
 * with a {@link FeatureBatch}; or it carries a plain Vert.x {@code Buffer} in the form of {@link Wire} and is
 * answered in kind, which needs no codec. With header {@link #ACTION} = {@link #DESCRIBE} and any body it is
 * answered with a {@code JsonObject}: {@code width}, {@code max_tokens}, {@code node}, and {@code fingerprint}
 * of the weights if the host knows it.
 */
public final class EncoderBus {

    /** Codec of {@link TokenBatch}. */
    public static final String TOKENS_CODEC = "mt-tokens-v1";

    /** Codec of {@link FeatureBatch}. */
    public static final String FEATURES_CODEC = "mt-features-v1";

    /** Header: what is asked for, if not features. */
    public static final String ACTION = "action";

    public static final String DESCRIBE = "describe";

    /** Header: id of the request, by which it may be cancelled. */
    public static final String REQUEST_ID = "mt-request-id";

    /** Header: milliseconds left; relative, so that clocks need not agree. */
    public static final String DEADLINE = "mt-deadline-ms";

    /** Header: fingerprint of the weights that the caller expects. */
    public static final String FINGERPRINT = "mt-fingerprint";

    /** Published to with {@code {"request_id": …}} when nobody waits for an answer any more. */
    public static final String CANCEL = "mt.v1.cancel";

    private EncoderBus() {}

    /** Served by every host of this encoder, in turn. */
    public static String address(String encoder) {
        return "mt.v1.encode." + encoder;
    }

    /** Served by one host alone. */
    public static String address(String encoder, String node) {
        return address(encoder) + "@" + node;
    }

    /** Teaches {@code vertx} the codecs; doing so again changes nothing. */
    public static void register(Vertx vertx) {
        EventBus bus = vertx.eventBus();
        register(
                bus,
                new BatchCodec<>(
                        TOKENS_CODEC,
                        batch -> Wire.encode(batch.sequences()),
                        bytes -> new TokenBatch(Wire.decode(bytes))));
        register(
                bus,
                new BatchCodec<>(
                        FEATURES_CODEC,
                        batch -> Wire.encodeFeatures(batch.features()),
                        bytes -> new FeatureBatch(Wire.decodeFeatures(bytes))));
    }

    private static void register(EventBus bus, BatchCodec<?> codec) {
        try {
            bus.registerCodec(codec);
        } catch (IllegalStateException known) {
            // Somebody else on this Vert.x was here first; there is no way to ask before.
            return;
        }
    }

    static DeliveryOptions tokens() {
        return new DeliveryOptions().setCodecName(TOKENS_CODEC);
    }

    static DeliveryOptions features() {
        return new DeliveryOptions().setCodecName(FEATURES_CODEC);
    }
}
