package io.metatransformer.api;

import java.util.Objects;

/**
 * The one refusal of this platform. Its message names what was wrong, where, and what would be
 * accepted; it holds sizes and names, never the content of an input beyond 40 characters.
 */
public final class MetaTransformerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ErrorCode code;

    /**
     * @param message one line: what was wanted, what came, what would do
     */
    public MetaTransformerException(ErrorCode code, String message) {
        super(message);
        this.code = Objects.requireNonNull(code, "code");
    }

    /**
     * @param cause what a lower layer reported; kept for logs, never sent to a caller
     */
    public MetaTransformerException(ErrorCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = Objects.requireNonNull(code, "code");
    }

    public ErrorCode code() {
        return code;
    }

    /** The same refusal, told where it happened: {@code "item 3: …"}. */
    public MetaTransformerException at(String place) {
        return new MetaTransformerException(code, place + ": " + getMessage(), this);
    }

    @Override
    public String toString() {
        return code + ": " + getMessage();
    }
}
