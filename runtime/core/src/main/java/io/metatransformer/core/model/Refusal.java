package io.metatransformer.core.model;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;

/** The refusals of this package, by what they mean. */
final class Refusal {
    private Refusal() {}

    static MetaTransformerException badModel(String message) {
        return new MetaTransformerException(ErrorCode.BAD_MODEL, message);
    }

    static MetaTransformerException badModel(String message, Throwable cause) {
        return new MetaTransformerException(ErrorCode.BAD_MODEL, message, cause);
    }

    static MetaTransformerException left() {
        return new MetaTransformerException(
                ErrorCode.CONFLICT, "a plugin was removed while the model was written; try again");
    }

    static MetaTransformerException io(String message, Throwable cause) {
        return new MetaTransformerException(ErrorCode.IO_ERROR, message, cause);
    }
}
