package io.metatransformer.server.problem;

import io.metatransformer.api.MetaTransformerException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes a problem of whatever was thrown. */
public final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    private static final Duration WAIT = Duration.ofSeconds(1);

    private Problems() {}

    /**
     * @param requestId under which a fault of our own is logged; the caller learns the id, not the fault
     */
    public static Problem of(Throwable failure, String requestId) {
        Throwable cause = unwrapped(failure);
        if (cause instanceof Refusal refusal) {
            return refusal.problem();
        }
        if (cause instanceof MetaTransformerException refusal) {
            return of(refusal, requestId);
        }
        if (cause instanceof OutOfMemoryError) {
            LOG.error("request {}: out of memory", requestId, cause);
            return Problem.of(
                    ProblemType.INSUFFICIENT_STORAGE, "not enough memory for this request");
        }
        LOG.error("request {} failed", requestId, cause);
        return internal(requestId);
    }

    private static Problem of(MetaTransformerException refusal, String requestId) {
        ProblemType type = ProblemType.of(refusal.code());
        if (type.status() >= 500) {
            LOG.warn("request {}: {}", requestId, refusal.toString(), refusal.getCause());
        }
        if (type == ProblemType.INTERNAL) {
            return internal(requestId);
        }
        Optional<Duration> wait =
                type.status() == 429 || type.status() == 503 ? Optional.of(WAIT) : Optional.empty();
        return new Problem(
                type, refusal.getMessage(), Optional.of(refusal.code()), List.of(), wait);
    }

    private static Problem internal(String requestId) {
        return Problem.of(
                ProblemType.INTERNAL,
                "the server failed on this request; its log tells why under " + requestId);
    }

    private static Throwable unwrapped(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
