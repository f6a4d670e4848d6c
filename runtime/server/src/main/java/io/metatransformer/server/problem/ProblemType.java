package io.metatransformer.server.problem;

import io.metatransformer.api.ErrorCode;
import java.util.Locale;
import java.util.Optional;

/**
 * Every kind of error that leaves the server, on every surface. The slug names it for ever: it is the
 * {@code type} of a problem document (RFC 9457) and a page under {@code /problems/}.
 */
public enum ProblemType {
    INVALID_REQUEST(
            400,
            Retry.NO,
            "The request is not of the documented form",
            "A member, option, header or parameter is missing, unknown or of a wrong form.",
            "Read errors and detail: they point to the place and say what is accepted. /openapi.json has every form."),
    UNAUTHENTICATED(
            401,
            Retry.NO,
            "Credentials are missing or not known",
            "The server asks who is calling, and the request says nothing that it knows.",
            "Send 'Authorization: Bearer <key or token>' or 'X-API-Key: <key>', or show a certificate that the server knows."),
    FORBIDDEN(
            403,
            Retry.NO,
            "The credentials do not cover this",
            "The caller is known, but does not hold the scope that this needs.",
            "Use credentials with that scope, or ask the operator for them."),
    NOT_FOUND(
            404,
            Retry.NO,
            "There is nothing at this address",
            "No route has this path.",
            "GET /api/v1 lists what there is."),
    MODEL_NOT_FOUND(
            404,
            Retry.NO,
            "No such model",
            "No model of this name is in the models folder.",
            "GET /api/v1/models lists those that are."),
    HEAD_NOT_FOUND(
            404,
            Retry.NO,
            "No such head",
            "Neither a plugin nor the model offers a head of this name.",
            "GET /api/v1/heads lists those that exist."),
    MODALITY_NOT_FOUND(
            404,
            Retry.NO,
            "No tokenizer for this modality",
            "No installed plugin reads this modality.",
            "GET /api/v1/modalities lists those that are read."),
    PLUGIN_NOT_FOUND(
            404,
            Retry.NO,
            "No such plugin",
            "No plugin of this id is installed.",
            "GET /api/v1/plugins lists those that are."),
    METHOD_NOT_ALLOWED(
            405,
            Retry.NO,
            "This address does not take this method",
            "The path exists, but not with this method.",
            "The Allow header lists the methods."),
    NOT_ACCEPTABLE(
            406,
            Retry.NO,
            "No format that the client accepts can carry the answer",
            "Accept names no format that this answer can have.",
            "Ask for application/json, or for what detail lists."),
    REQUEST_TIMEOUT(
            408,
            Retry.YES,
            "The request did not arrive in time",
            "The body came too slowly, or the request was taken back.",
            "Send it again, over a better connection."),
    CONFLICT(
            409,
            Retry.NEVER,
            "The state of things forbids this",
            "The name is taken, or the thing is in a state that forbids this.",
            "Look at its state first."),
    PRECONDITION_FAILED(
            412,
            Retry.NO,
            "It has changed since it was read",
            "It has changed since the version that If-Match names.",
            "Read it again and decide anew."),
    PAYLOAD_TOO_LARGE(
            413,
            Retry.NO,
            "The request is too large",
            "The body or a part of it is past a limit; what counts is the decompressed size.",
            "GET /api/v1/limits has the limits; split the request or send less."),
    URI_TOO_LONG(
            414,
            Retry.NO,
            "The address is too long",
            "Path and query together are past the limit.",
            "Send options in a JSON body instead."),
    UNSUPPORTED_MEDIA_TYPE(
            415,
            Retry.NO,
            "This kind of data is not read here",
            "No tokenizer reads this format, the declared type contradicts the content, or the body is encoded in a way that is not read.",
            "GET /api/v1/modalities lists the media types that are read."),
    UNPROCESSABLE_INPUT(
            422,
            Retry.NO,
            "The data cannot be read",
            "The format is known, but this content is damaged, too long, or not what the tokenizer reads.",
            "Read errors: each entry names the item, the code and what would be accepted."),
    RATE_LIMITED(
            429,
            Retry.YES,
            "Too many requests",
            "This caller sends more than it may.",
            "Wait as long as Retry-After-Ms says."),
    QUEUE_FULL(
            429,
            Retry.YES,
            "The queue is full",
            "The server has as much work as it takes; this request has cost nothing.",
            "Wait as long as Retry-After-Ms says, then send it again."),
    HEADERS_TOO_LARGE(
            431,
            Retry.NO,
            "The header block is too large",
            "All headers together are past the limit.",
            "Send fewer or shorter headers."),
    INTERNAL(
            500,
            Retry.ONCE,
            "The server failed",
            "A fault of the server.",
            "Send it once more; if it fails again, give the request id to the operator."),
    PLUGIN_ERROR(
            500,
            Retry.NEVER,
            "A plugin failed",
            "A plugin failed in a way that it does not declare; the same input will meet it again.",
            "Give the request id to the operator; the log names the plugin."),
    NON_FINITE_OUTPUT(
            500,
            Retry.NEVER,
            "The computation gave no finite numbers",
            "The model made NaN or infinity of this input, and that is never sent.",
            "Check the input for extreme values; tell the owner of the model."),
    NOT_IMPLEMENTED(
            501,
            Retry.NO,
            "This is not offered here",
            "It is part of the contract, but not of this server.",
            "Use another way."),
    MODEL_NOT_READY(
            503,
            Retry.YES,
            "The model is not ready",
            "The model is loading, could not be loaded, or lacks weights that were allowed to answer.",
            "Wait as long as Retry-After-Ms says; GET /api/v1/models/{id} has the reason if it has failed."),
    DRAINING(
            503,
            Retry.YES,
            "The server is shutting down",
            "The server ends soon and takes no new work.",
            "Send the request to another server, or later."),
    BACKEND_UNAVAILABLE(
            503,
            Retry.YES,
            "No encoder answers",
            "No host of the encoder answers.",
            "Wait and send it again; the operator finds the reason in the log."),
    DEADLINE_EXCEEDED(
            504,
            Retry.ONCE,
            "The answer was not ready in time",
            "The answer was not ready when the time of the request was over.",
            "Allow more time with Request-Timeout, or send fewer items."),
    INSUFFICIENT_STORAGE(
            507,
            Retry.NO,
            "The server lacks memory or disk",
            "Memory or disk ran out.",
            "Send less at once; the operator can give the server more.");

    /** Whether sending the same request again may help. */
    public enum Retry {
        /** It will not, and no client tries. */
        NO,
        /** It will not, and clients that would try are told so. */
        NEVER,
        /** It may, once. */
        ONCE,
        /** Waiting cures it. */
        YES
    }

    private final int status;
    private final Retry retry;
    private final String title;
    private final String meaning;
    private final String remedy;

    ProblemType(int status, Retry retry, String title, String meaning, String remedy) {
        this.status = status;
        this.retry = retry;
        this.title = title;
        this.meaning = meaning;
        this.remedy = remedy;
    }

    /** The HTTP status; also the failure code on the event bus. */
    public int status() {
        return status;
    }

    public Retry retry() {
        return retry;
    }

    /** Whether a client that repeats the request unchanged may succeed. */
    public boolean retryable() {
        return retry == Retry.YES || retry == Retry.ONCE;
    }

    /** One sentence that is the same for every problem of this type. */
    public String title() {
        return title;
    }

    /** What has happened, for people. */
    public String meaning() {
        return meaning;
    }

    /** What they can do about it. */
    public String remedy() {
        return remedy;
    }

    /** Such as {@code model-not-found}. */
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The type of that slug. */
    public static Optional<ProblemType> of(String slug) {
        for (ProblemType type : values()) {
            if (type.slug().equals(slug)) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }

    /** The type that a refusal of the platform belongs to. */
    public static ProblemType of(ErrorCode code) {
        return switch (code) {
            case EMPTY_INPUT,
                    MALFORMED,
                    TRUNCATED,
                    CORRUPT,
                    ENCODING,
                    BAD_TIMESTAMP,
                    SHAPE_MISMATCH,
                    SCHEMA_MISMATCH,
                    INDEX_OUT_OF_RANGE,
                    TOO_SHORT,
                    NON_FINITE,
                    INSECURE_CONTENT,
                    UNSUPPORTED,
                    LIMIT_EXCEEDED ->
                    UNPROCESSABLE_INPUT;
            case UNSUPPORTED_FORMAT -> UNSUPPORTED_MEDIA_TYPE;
            case BAD_CONFIG, INVALID_REQUEST -> INVALID_REQUEST;
            case UNKNOWN_MODALITY -> MODALITY_NOT_FOUND;
            case UNKNOWN_MODEL -> MODEL_NOT_FOUND;
            case UNKNOWN_HEAD -> HEAD_NOT_FOUND;
            case UNKNOWN_PLUGIN -> PLUGIN_NOT_FOUND;
            case CONFLICT -> CONFLICT;
            case CANCELLED -> REQUEST_TIMEOUT;
            case BAD_WEIGHTS, BAD_MODEL, MODEL_NOT_READY, CLOSED -> MODEL_NOT_READY;
            case PLUGIN_ERROR -> PLUGIN_ERROR;
            case NON_FINITE_OUTPUT -> NON_FINITE_OUTPUT;
            case QUEUE_FULL -> QUEUE_FULL;
            case DEADLINE_EXCEEDED -> DEADLINE_EXCEEDED;
            case DRAINING -> DRAINING;
            case UNKNOWN_ENCODER, BACKEND_UNAVAILABLE -> BACKEND_UNAVAILABLE;
            case INSUFFICIENT_RESOURCES -> INSUFFICIENT_STORAGE;
            case IO_ERROR, INTERNAL -> INTERNAL;
        };
    }
}
