package io.metatransformer.api.safetensors;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/** Why a file is not read: every message starts with the file's name. */
final class Refusal {
    private Refusal() {}

    static MetaTransformerException bad(String file, String reason) {
        return new MetaTransformerException(ErrorCode.BAD_WEIGHTS, file + ": " + reason);
    }

    static MetaTransformerException limit(String file, String reason) {
        return new MetaTransformerException(ErrorCode.LIMIT_EXCEEDED, file + ": " + reason);
    }

    static MetaTransformerException closed(String file) {
        return new MetaTransformerException(ErrorCode.CLOSED, file + " was closed");
    }
}
