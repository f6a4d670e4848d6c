package io.metatransformer.server.config;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What a caller may do. */
public enum Scope {
    /** Embed, predict, tokenize. */
    @JsonProperty("infer")
    INFER,
    /** Lists, metadata, statistics. */
    @JsonProperty("read")
    READ,
    /** Load and unload models, switch plugins, shut down. */
    @JsonProperty("admin")
    ADMIN
}
