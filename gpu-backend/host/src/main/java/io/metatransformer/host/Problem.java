package io.metatransformer.host;

import io.metatransformer.api.ErrorCode;
import io.metatransformer.api.MetaTransformerException;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.eventbus.ReplyFailure;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/**
 * A refusal as it crosses the event bus: a status, as HTTP has them, and a problem document (RFC 9457) on one
 * line, whose member {@code code} is the {@link ErrorCode}.
 *
 * @param status of the table that all surfaces share
 * @param slug by which the kind of problem is known
 */
record Problem(int status, String slug) {

    static Problem of(ErrorCode code) {
        return switch (code) {
            case BAD_CONFIG, INVALID_REQUEST -> new Problem(400, "invalid-request");
            case UNKNOWN_MODEL, UNKNOWN_ENCODER -> new Problem(404, "model-not-found");
            case UNKNOWN_MODALITY -> new Problem(404, "modality-not-found");
            case UNKNOWN_HEAD -> new Problem(404, "head-not-found");
            case UNKNOWN_PLUGIN -> new Problem(404, "plugin-not-found");
            case CANCELLED -> new Problem(408, "request-timeout");
            case CONFLICT -> new Problem(409, "conflict");
            case UNSUPPORTED_FORMAT -> new Problem(415, "unsupported-media-type");
            case QUEUE_FULL -> new Problem(429, "queue-full");
            case PLUGIN_ERROR -> new Problem(500, "plugin-error");
            case NON_FINITE_OUTPUT -> new Problem(500, "non-finite-output");
            case INTERNAL, IO_ERROR -> new Problem(500, "internal");
            case DRAINING, CLOSED -> new Problem(503, "draining");
            case BACKEND_UNAVAILABLE -> new Problem(503, "backend-unavailable");
            case BAD_WEIGHTS, BAD_MODEL, MODEL_NOT_READY -> new Problem(503, "model-not-ready");
            case DEADLINE_EXCEEDED -> new Problem(504, "deadline-exceeded");
            case INSUFFICIENT_RESOURCES -> new Problem(507, "insufficient-storage");
            default -> new Problem(422, "unprocessable-input");
        };
    }

    static String json(MetaTransformerException refusal, String requestId) {
        Problem problem = of(refusal.code());
        return new JsonObject()
                .put("type", "/problems/" + problem.slug)
                .put("status", problem.status)
                .put("detail", refusal.getMessage())
                .put("code", refusal.code().name())
                .put("request_id", requestId)
                .encode();
    }

    /** What a caller is told of a request that failed. */
    static MetaTransformerException read(String name, Throwable failure) {
        if (!(failure instanceof ReplyException reply)) {
            return new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE, name + ": the event bus failed", failure);
        }
        if (reply.failureType() == ReplyFailure.NO_HANDLERS) {
            return new MetaTransformerException(
                    ErrorCode.BACKEND_UNAVAILABLE,
                    name + ": no host of this encoder answers on the event bus",
                    reply);
        }
        if (reply.failureType() == ReplyFailure.TIMEOUT) {
            return new MetaTransformerException(
                    ErrorCode.DEADLINE_EXCEEDED,
                    name + ": the host did not answer before the deadline",
                    reply);
        }
        return refusal(name, reply);
    }

    private static MetaTransformerException refusal(String name, ReplyException reply) {
        try {
            JsonObject problem = new JsonObject(reply.getMessage());
            ErrorCode code = ErrorCode.valueOf(problem.getString("code"));
            // Closed is the host's session there, not the caller's here.
            return new MetaTransformerException(
                    code == ErrorCode.CLOSED ? ErrorCode.DRAINING : code,
                    problem.getString("detail"),
                    reply);
        } catch (DecodeException
                | IllegalArgumentException
                | NullPointerException
                | ClassCastException e) {
            return new MetaTransformerException(
                    ErrorCode.INTERNAL,
                    name + ": the host failed with status " + reply.failureCode(),
                    reply);
        }
    }
}
