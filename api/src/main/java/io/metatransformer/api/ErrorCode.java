package io.metatransformer.api;

/**
 * Why a request was refused. A code keeps its name and {@link #number()} for ever: both travel over
 * HTTP, the event bus and process exit codes.
 */
public enum ErrorCode {
    // What the caller sent.
    /** Nothing to read: zero bytes, zero samples, a header without rows. */
    EMPTY_INPUT(100, Turn.CALLER),
    /** Syntax or structure is broken: wrong counts, ragged rows, an unclosed quote. */
    MALFORMED(101, Turn.CALLER),
    /** The data ends before its own header says so. */
    TRUNCATED(102, Turn.CALLER),
    /** Header values contradict each other, or a checksum or entropy code is wrong. */
    CORRUPT(103, Turn.CALLER),
    /** Bytes that are not valid UTF-8 where text is read. */
    ENCODING(104, Turn.CALLER),
    /** A time that cannot be parsed, does not exist, or is out of order. */
    BAD_TIMESTAMP(105, Turn.CALLER),
    /** Wrong number of channels, columns or axes, or a size that the configuration does not read. */
    SHAPE_MISMATCH(106, Turn.CALLER),
    /** A column or field is missing, twice there, or of a wrong type. */
    SCHEMA_MISMATCH(107, Turn.CALLER),
    /** An index points to nothing: an edge to no node, a category outside its block. */
    INDEX_OUT_OF_RANGE(108, Turn.CALLER),
    /** Shorter than the smallest piece that the tokenizer can read. */
    TOO_SHORT(109, Turn.CALLER),
    /** NaN or infinity where a number is required. */
    NON_FINITE(110, Turn.CALLER),
    /** Content that asks for more than reading: document type declarations, pickled objects. */
    INSECURE_CONTENT(111, Turn.CALLER),
    /** Well-formed, but a version, data type or feature that is not read here. */
    UNSUPPORTED(112, Turn.CALLER),
    /** No reader knows these bytes. */
    UNSUPPORTED_FORMAT(113, Turn.CALLER),
    /** Past a limit on size, count, depth or tokens; checked before anything is allocated. */
    LIMIT_EXCEEDED(114, Turn.CALLER),
    /** An option that does not exist, or whose value makes no sense. */
    BAD_CONFIG(115, Turn.CALLER),
    /** The request itself is not of the documented form. */
    INVALID_REQUEST(116, Turn.CALLER),
    /** No tokenizer for this modality is installed. */
    UNKNOWN_MODALITY(117, Turn.CALLER),
    /** No model of this name is in the model folder. */
    UNKNOWN_MODEL(118, Turn.CALLER),
    /** No head of this name is installed, or in the model. */
    UNKNOWN_HEAD(119, Turn.CALLER),
    /** No plugin of this name is installed. */
    UNKNOWN_PLUGIN(120, Turn.CALLER),
    /** No encoder service of this name is installed. */
    UNKNOWN_ENCODER(121, Turn.CALLER),
    /** The name is taken, or the thing is in a state that forbids this. */
    CONFLICT(122, Turn.CALLER),
    /** The caller withdrew the request. */
    CANCELLED(123, Turn.CALLER),

    // What a plugin or a model brought.
    /** A weight tensor is missing, left over, or of a wrong shape or type. */
    BAD_WEIGHTS(200, Turn.PLUGIN),
    /** A plugin failed in a way that it does not declare. */
    PLUGIN_ERROR(201, Turn.PLUGIN),
    /** A computation on finite input gave NaN or infinity. */
    NON_FINITE_OUTPUT(202, Turn.PLUGIN),
    /** A model folder whose manifest is unreadable or does not match its files. */
    BAD_MODEL(203, Turn.PLUGIN),

    // What the machine lacks.
    /** The queue is full; the same request may succeed later. */
    QUEUE_FULL(300, Turn.MACHINE),
    /** The deadline passed before the answer was ready. */
    DEADLINE_EXCEEDED(301, Turn.MACHINE),
    /** The model is still loading, or failed to load. */
    MODEL_NOT_READY(302, Turn.MACHINE),
    /** The process is shutting down and takes no new work. */
    DRAINING(303, Turn.MACHINE),
    /** No host of this encoder answers. */
    BACKEND_UNAVAILABLE(304, Turn.MACHINE),
    /** A file could not be read or written. */
    IO_ERROR(305, Turn.MACHINE),
    /** Not enough memory or disk. */
    INSUFFICIENT_RESOURCES(306, Turn.MACHINE),
    /** The session was closed before the call. */
    CLOSED(307, Turn.MACHINE),
    /** A fault of the platform itself. */
    INTERNAL(308, Turn.MACHINE);

    /** Who can cure a refusal. */
    public enum Turn {
        /** The caller: another input, another option. */
        CALLER,
        /** The author of the plugin or the model. */
        PLUGIN,
        /** Whoever runs the machine; often, waiting is enough. */
        MACHINE
    }

    private final int number;
    private final Turn turn;

    ErrorCode(int number, Turn turn) {
        this.number = number;
        this.turn = turn;
    }

    /** Stable number of this code: 1xx the caller's turn, 2xx the plugin's, 3xx the machine's. */
    public int number() {
        return number;
    }

    public Turn turn() {
        return turn;
    }
}
