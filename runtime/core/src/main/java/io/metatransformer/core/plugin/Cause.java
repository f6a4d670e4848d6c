package io.metatransformer.core.plugin;

import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Quoted;
import java.util.ServiceConfigurationError;

/** Says in a few words what a plugin threw. */
final class Cause {
    private Cause() {}

    /** While it served a request: the kind alone, for its message may hold content of an input. */
    static String whileServing(Throwable thrown) {
        return thrown instanceof LinkageError ? whileLoading(thrown) : kind(thrown);
    }

    /** While it was loaded, when there is no input yet. */
    static String whileLoading(Throwable thrown) {
        if (thrown instanceof MetaTransformerException refusal) {
            return refusal.getMessage();
        }
        if (thrown.getCause() != null
                && (thrown instanceof ServiceConfigurationError
                        || thrown instanceof ExceptionInInitializerError)) {
            return whileLoading(thrown.getCause());
        }
        if (thrown instanceof NoClassDefFoundError || thrown instanceof ClassNotFoundException) {
            return "class " + String.valueOf(thrown.getMessage()).replace('/', '.') + " is missing";
        }
        if (thrown instanceof ServiceConfigurationError) {
            return thrown.getMessage();
        }
        String message = thrown.getMessage();
        return message == null ? kind(thrown) : kind(thrown) + " " + Quoted.of(message);
    }

    private static String kind(Throwable thrown) {
        return thrown.getClass().getSimpleName();
    }
}
