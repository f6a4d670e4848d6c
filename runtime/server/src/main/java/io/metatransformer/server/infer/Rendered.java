package io.metatransformer.server.infer;

import java.util.Map;

/** An answer as bytes. */
public record Rendered(String contentType, Map<String, String> headers, byte[] body) {
    public Rendered {
        headers = Map.copyOf(headers);
    }
}
