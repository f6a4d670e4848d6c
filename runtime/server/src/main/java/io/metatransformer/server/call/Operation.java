package io.metatransformer.server.call;

import java.util.Locale;

/** What is asked for, as metrics name it. */
public enum Operation {
    EMBED,
    PREDICT,
    SIMILARITY,
    TOKENIZE,
    HEAD,
    CATALOGUE,
    ADMIN,
    HEALTH,
    METRICS,
    /** No route matched, or the request could not be read so far. */
    UNKNOWN;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
