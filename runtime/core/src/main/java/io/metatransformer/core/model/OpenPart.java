package io.metatransformer.core.model;

import io.metatransformer.api.ModelPart;

/**
 * A part whose weights are open for reading.
 *
 * @param file to be closed after the session that reads from the part
 */
public record OpenPart(ModelPart part, Closing file) implements AutoCloseable {

    /** A part whose weights need no closing. */
    public static OpenPart of(ModelPart part) {
        return new OpenPart(part, () -> {});
    }

    /** Gives a file back. */
    @FunctionalInterface
    public interface Closing {
        void close();
    }

    @Override
    public void close() {
        file.close();
    }
}
