package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/**
 * A refusal kept for later reading: words only, so that nothing of a plugin's classes stays alive in it.
 */
public record Problem(ErrorCode code, String message) {
    public static Problem of(MetaTransformerException refusal) {
        return new Problem(refusal.code(), refusal.getMessage());
    }

    public MetaTransformerException toException() {
        return new MetaTransformerException(code, message);
    }
}
