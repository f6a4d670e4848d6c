package io.metatransformer.core.plugin;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.Collection;

/** The refusals of this package, by what they mean. */
final class Refusal {
    private Refusal() {}

    static MetaTransformerException conflict(String message) {
        return new MetaTransformerException(ErrorCode.CONFLICT, message);
    }

    static MetaTransformerException broken(String message) {
        return new MetaTransformerException(ErrorCode.PLUGIN_ERROR, message);
    }

    static MetaTransformerException broken(String message, Throwable cause) {
        return new MetaTransformerException(ErrorCode.PLUGIN_ERROR, message, cause);
    }

    static MetaTransformerException insecure(String message) {
        return new MetaTransformerException(ErrorCode.INSECURE_CONTENT, message);
    }

    static MetaTransformerException unknown(String id, Collection<String> there) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_PLUGIN, "no plugin " + Quoted.of(id) + Nearest.hint(id, there));
    }

    static MetaTransformerException io(String message, Throwable cause) {
        return new MetaTransformerException(ErrorCode.IO_ERROR, message, cause);
    }
}
