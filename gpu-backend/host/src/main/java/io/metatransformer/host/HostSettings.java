package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/**
 * How an encoder is offered on the event bus.
 *
 * @param encoder last part of the address, such as the model's name
 * @param node id of this node: the host alone answers at {@code <address>@<node>}
 * @param fingerprint of the weights; requests that expect another one are refused
 * @param inFlight most requests that run or wait at once; further ones are answered 429
 * @param patience how long a request that names no deadline may wait
 */
public record HostSettings(
        String encoder,
        String node,
        Optional<String> fingerprint,
        int inFlight,
        Duration patience) {

    public HostSettings {
        if (encoder.isBlank() || node.isBlank() || inFlight < 1 || patience.isNegative()) {
            throw new MetaTransformerException(
                    ErrorCode.BAD_CONFIG,
                    "an encoder host needs an encoder's name, a node id and room for 1 request");
        }
    }

    /** A node id of its own, 64 requests, 30 seconds. */
    public static HostSettings of(String encoder) {
        return new HostSettings(
                encoder,
                UUID.randomUUID().toString(),
                Optional.empty(),
                64,
                Duration.ofSeconds(30));
    }

    public HostSettings withFingerprint(String sha256) {
        return new HostSettings(encoder, node, Optional.of(sha256), inFlight, patience);
    }

    public HostSettings withNode(String id) {
        return new HostSettings(encoder, id, fingerprint, inFlight, patience);
    }

    public HostSettings withInFlight(int most) {
        return new HostSettings(encoder, node, fingerprint, most, patience);
    }
}
