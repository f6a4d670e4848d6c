package io.metatransformer.core;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.metatransformer.api.Modality;
import io.metatransformer.api.Quoted;
import io.metatransformer.core.plugin.Nearest;
import java.util.Collection;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The refusals of the pipeline, in one voice. */
final class Refusals {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private Refusals() {}

    static MetaTransformerException unknownModality(
            Modality wanted, Collection<Modality> installed) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_MODALITY,
                "no tokenizer for "
                        + Quoted.of(wanted.id())
                        + Nearest.hint(wanted.id(), installed.stream().map(Modality::id).toList()));
    }

    static MetaTransformerException unknownModel(String wanted, Collection<String> there) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_MODEL,
                "no model " + Quoted.of(wanted) + Nearest.hint(wanted, there));
    }

    static MetaTransformerException unknownHead(String wanted, Collection<String> there) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_HEAD,
                "no head " + Quoted.of(wanted) + Nearest.hint(wanted, there));
    }

    static MetaTransformerException unknownEncoder(String wanted, Collection<String> there) {
        return new MetaTransformerException(
                ErrorCode.UNKNOWN_ENCODER,
                "no encoder " + Quoted.of(wanted) + Nearest.hint(wanted, there));
    }

    static MetaTransformerException badModel(String message) {
        return new MetaTransformerException(ErrorCode.BAD_MODEL, message);
    }

    static MetaTransformerException invalid(String message) {
        return new MetaTransformerException(ErrorCode.INVALID_REQUEST, message);
    }

    static MetaTransformerException randomWeights(String part, String model) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                part
                        + " of model '"
                        + model
                        + "' has weights drawn at random, so its answers have no meaning: import"
                        + " trained ones, or allow random weights explicitly");
    }

    static MetaTransformerException missingPart(String part, String model) {
        return new MetaTransformerException(
                ErrorCode.BAD_WEIGHTS,
                "model '"
                        + model
                        + "' brings no weights for "
                        + part
                        + ": import a checkpoint that has them, or allow random weights explicitly");
    }

    static MetaTransformerException draining() {
        return new MetaTransformerException(
                ErrorCode.DRAINING, "shutting down; no new work is taken");
    }

    static MetaTransformerException cancelled() {
        return new MetaTransformerException(
                ErrorCode.CANCELLED, "the caller took the request back");
    }

    static MetaTransformerException tooLate() {
        return new MetaTransformerException(
                ErrorCode.DEADLINE_EXCEEDED, "the deadline passed before the answer was ready");
    }

    /** What a stage reported; a fault of our own, which is logged, if nobody expected it. */
    static MetaTransformerException from(Throwable failure) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return from(failure.getCause());
        }
        if (failure instanceof MetaTransformerException refusal) {
            return refusal;
        }
        if (failure instanceof OutOfMemoryError) {
            return new MetaTransformerException(
                    ErrorCode.INSUFFICIENT_RESOURCES, "memory ran out", failure);
        }
        LOG.error("an unforeseen failure", failure);
        return new MetaTransformerException(
                ErrorCode.INTERNAL, "an internal fault; the log has the details", failure);
    }
}
